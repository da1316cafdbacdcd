/* SPDX-License-Identifier: MIT
 *
 * What CUCM's call records say of a call, in words and as JSON. */
#include "render/records.h"

#include <inttypes.h>

#include "render/evidence.h"

static struct str
cause_text(struct arena *a, const char *side, int64_t cause, struct str name)
{
    if (cause <= 0)
        return STR("");
    return str_fmt(a, ", %s cause %" PRId64 "%s" STR_FMT "%s", side, cause,
        name.n > 0 ? " (" : "", STR_ARG(name), name.n > 0 ? ")" : "");
}

static struct str
or_nobody(struct str s)
{
    return s.n > 0 ? s : STR("unknown");
}

static struct str
quality_text(struct arena *a, const struct call_record *r)
{
    struct str who = r->device.n > 0 ? r->device : or_nobody(r->calling);
    struct str mos =
        r->mos.n > 0 ? str_fmt(a, ", MOS " STR_FMT, STR_ARG(r->mos)) : STR("");
    return str_fmt(a,
        STR_FMT " heard: %" PRId64 " packets, %" PRId64 " lost, jitter %" PRId64
                " ms, latency %" PRId64 " ms" STR_FMT,
        STR_ARG(who), r->packets_received < 0 ? 0 : r->packets_received,
        r->packets_lost < 0 ? 0 : r->packets_lost,
        r->jitter_ms < 0 ? 0 : r->jitter_ms,
        r->latency_ms < 0 ? 0 : r->latency_ms, STR_ARG(mos));
}

struct str
record_sentence(struct arena *a, const struct call_record *r)
{
    if (r->quality)
        return quality_text(a, r);
    struct str why = r->redirected.n > 0
                         ? str_fmt(a, " (" STR_FMT ")", STR_ARG(r->redirected))
                         : STR("");
    struct str difference = STR("; agrees");
    if (r->alone)
        difference = STR("; nothing else tells of this call");
    if (r->difference.n > 0)
        difference = str_fmt(a, "; differs: " STR_FMT, STR_ARG(r->difference));
    return str_fmt(a,
        "record " STR_FMT ": " STR_FMT " -> " STR_FMT STR_FMT ", %" PRId64
        " s" STR_FMT STR_FMT STR_FMT,
        STR_ARG(r->gci), STR_ARG(or_nobody(r->calling)),
        STR_ARG(or_nobody(r->called)), STR_ARG(why),
        r->duration_s < 0 ? 0 : r->duration_s,
        STR_ARG(
            cause_text(a, "calling", r->calling_cause, r->calling_cause_text)),
        STR_ARG(cause_text(a, "called", r->called_cause, r->called_cause_text)),
        STR_ARG(difference));
}

static void
put_record(struct json *j, const struct call_record *r)
{
    json_str(j, "kind", r->quality ? STR("CMR") : STR("CDR"));
    json_str_opt(j, "gci", r->gci);
    if (r->leg > 0)
        json_int(j, "leg", r->leg);
    json_str_opt(j, "calling", r->calling);
    json_str_opt(j, "called", r->called);
    json_str_opt(j, "device", r->device);
    json_int_opt(j, "duration_s", r->duration_s, -1);
    json_int_opt(j, "calling_cause", r->calling_cause, -1);
    json_str_opt(j, "calling_cause_text", r->calling_cause_text);
    json_int_opt(j, "called_cause", r->called_cause, -1);
    json_str_opt(j, "called_cause_text", r->called_cause_text);
    json_str_opt(j, "redirected", r->redirected);
    json_int_opt(j, "packets_received", r->packets_received, -1);
    json_int_opt(j, "packets_lost", r->packets_lost, -1);
    json_int_opt(j, "jitter_ms", r->jitter_ms, -1);
    json_int_opt(j, "latency_ms", r->latency_ms, -1);
    json_str_opt(j, "mos", r->mos);
    if (r->alone)
        json_bool(j, "alone", true);
    json_str_opt(j, "difference", r->difference);
    evidence_json_array(j, &r->evidence, 1);
}

void
records_json(struct json *j, const struct call_record *v, size_t n)
{
    if (n == 0)
        return;
    json_array(j, "records");
    for (size_t i = 0; i < n; i++) {
        json_object(j, NULL);
        put_record(j, &v[i]);
        json_end_object(j);
    }
    json_end_array(j);
}
