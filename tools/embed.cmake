# SPDX-License-Identifier: MIT
#
# Makes a C source out of text files, so that the one binary works anywhere:
#   cmake -DOUTPUT=x.c -DPREFIX=builtin "-DFILES=a.yaml;b.yaml" -P embed.cmake
# defines
#   const char *const builtin_names[];   file names without folders
#   const char *const builtin_texts[];   contents, a NUL behind each
#   const size_t builtin_lengths[];      bytes without that NUL
#   const size_t builtin_count;          the arrays end with NULL and 0
set(arrays)
set(names)
set(texts)
set(lengths)
set(count 0)
foreach(path IN LISTS FILES)
    get_filename_component(name "${path}" NAME)
    file(READ "${path}" hex HEX)
    string(LENGTH "${hex}" length)
    math(EXPR length "${length} / 2")
    string(REGEX REPLACE
        "(................................)" "\\1\n    " hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
    string(APPEND arrays "static const unsigned char text_${count}[] = {\n"
        "    ${hex}0x00,\n};\n\n")
    string(APPEND names "    \"${name}\",\n")
    string(APPEND texts "    (const char *)text_${count},\n")
    string(APPEND lengths "    ${length},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUTPUT}" "/* Made by tools/embed.cmake. */
#include <stddef.h>

extern const char *const ${PREFIX}_names[];
extern const char *const ${PREFIX}_texts[];
extern const size_t ${PREFIX}_lengths[];
extern const size_t ${PREFIX}_count;

${arrays}const char *const ${PREFIX}_names[] = {
${names}    NULL,
};
const char *const ${PREFIX}_texts[] = {
${texts}    NULL,
};
const size_t ${PREFIX}_lengths[] = {
${lengths}    0,
};
const size_t ${PREFIX}_count = ${count};
")
