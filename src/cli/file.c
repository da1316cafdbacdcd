/* SPDX-License-Identifier: MIT
 *
 * The mode is set before anything is written. */
#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/out.h"

static int
write_all(int fd, struct str bytes, struct err *e)
{
    struct out o;
    out_init_fd(&o, fd);
    out_str(&o, bytes);
    return out_close(&o, e);
}

int
file_write(
    const char *path, struct str bytes, enum file_for whom, struct err *e)
{
    mode_t mode = whom == FILE_FOR_OWNER ? 0600 : 0666;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        return err_set(e, "%s: %s", path, strerror(errno));
    int failed = 0;
    if (whom == FILE_FOR_OWNER && fchmod(fd, mode) < 0)
        failed = err_set(e, "%s: %s", path, strerror(errno));
    if (failed == 0 && write_all(fd, bytes, e) < 0)
        failed = err_prefix(e, "%s: ", path);
    if (close(fd) < 0 && failed == 0)
        failed = err_set(e, "%s: %s", path, strerror(errno));
    return failed;
}
