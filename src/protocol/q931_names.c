/* SPDX-License-Identifier: MIT */
#include "protocol/q931_names.h"

struct name {
    enum q931_table table;
    unsigned code;
    struct str name;
};

static const struct name names[] = {
    {Q931_MESSAGES, 0x01, STR_INIT("ALERTING")},
    {Q931_MESSAGES, 0x02, STR_INIT("CALL PROCEEDING")},
    {Q931_MESSAGES, 0x03, STR_INIT("PROGRESS")},
    {Q931_MESSAGES, 0x05, STR_INIT("SETUP")},
    {Q931_MESSAGES, 0x07, STR_INIT("CONNECT")},
    {Q931_MESSAGES, 0x0d, STR_INIT("SETUP ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x0f, STR_INIT("CONNECT ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x20, STR_INIT("USER INFORMATION")},
    {Q931_MESSAGES, 0x21, STR_INIT("SUSPEND REJECT")},
    {Q931_MESSAGES, 0x22, STR_INIT("RESUME REJECT")},
    {Q931_MESSAGES, 0x24, STR_INIT("HOLD")},
    {Q931_MESSAGES, 0x25, STR_INIT("SUSPEND")},
    {Q931_MESSAGES, 0x26, STR_INIT("RESUME")},
    {Q931_MESSAGES, 0x28, STR_INIT("HOLD ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x2d, STR_INIT("SUSPEND ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x2e, STR_INIT("RESUME ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x30, STR_INIT("HOLD REJECT")},
    {Q931_MESSAGES, 0x31, STR_INIT("RETRIEVE")},
    {Q931_MESSAGES, 0x33, STR_INIT("RETRIEVE ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x37, STR_INIT("RETRIEVE REJECT")},
    {Q931_MESSAGES, 0x45, STR_INIT("DISCONNECT")},
    {Q931_MESSAGES, 0x46, STR_INIT("RESTART")},
    {Q931_MESSAGES, 0x4d, STR_INIT("RELEASE")},
    {Q931_MESSAGES, 0x4e, STR_INIT("RESTART ACKNOWLEDGE")},
    {Q931_MESSAGES, 0x5a, STR_INIT("RELEASE COMPLETE")},
    {Q931_MESSAGES, 0x60, STR_INIT("SEGMENT")},
    {Q931_MESSAGES, 0x62, STR_INIT("FACILITY")},
    {Q931_MESSAGES, 0x64, STR_INIT("REGISTER")},
    {Q931_MESSAGES, 0x6e, STR_INIT("NOTIFY")},
    {Q931_MESSAGES, 0x75, STR_INIT("STATUS ENQUIRY")},
    {Q931_MESSAGES, 0x79, STR_INIT("CONGESTION CONTROL")},
    {Q931_MESSAGES, 0x7b, STR_INIT("INFORMATION")},
    {Q931_MESSAGES, 0x7d, STR_INIT("STATUS")},

    {Q931_SERVICES, 0x07, STR_INIT("SERVICE ACKNOWLEDGE")},
    {Q931_SERVICES, 0x0f, STR_INIT("SERVICE")},

    {Q931_LOCATIONS, 0, STR_INIT("user")},
    {Q931_LOCATIONS, 1, STR_INIT("private network serving the local user")},
    {Q931_LOCATIONS, 2, STR_INIT("public network serving the local user")},
    {Q931_LOCATIONS, 3, STR_INIT("transit network")},
    {Q931_LOCATIONS, 4, STR_INIT("public network serving the remote user")},
    {Q931_LOCATIONS, 5, STR_INIT("private network serving the remote user")},
    {Q931_LOCATIONS, 7, STR_INIT("international network")},
    {Q931_LOCATIONS, 10, STR_INIT("network beyond interworking point")},

    {Q931_PROGRESSES, 1, STR_INIT("not end-to-end ISDN")},
    {Q931_PROGRESSES, 2, STR_INIT("destination is non-ISDN")},
    {Q931_PROGRESSES, 3, STR_INIT("origination is non-ISDN")},
    {Q931_PROGRESSES, 4, STR_INIT("call has returned to the ISDN")},
    {Q931_PROGRESSES, 5, STR_INIT("interworking")},
    {Q931_PROGRESSES, 8, STR_INIT("in-band information")},

    {Q931_NUMBER_TYPES, 0, STR_INIT("unknown")},
    {Q931_NUMBER_TYPES, 1, STR_INIT("international")},
    {Q931_NUMBER_TYPES, 2, STR_INIT("national")},
    {Q931_NUMBER_TYPES, 3, STR_INIT("network specific")},
    {Q931_NUMBER_TYPES, 4, STR_INIT("subscriber")},
    {Q931_NUMBER_TYPES, 6, STR_INIT("abbreviated")},

    {Q931_NUMBER_PLANS, 0, STR_INIT("unknown")},
    {Q931_NUMBER_PLANS, 1, STR_INIT("ISDN")},
    {Q931_NUMBER_PLANS, 3, STR_INIT("data")},
    {Q931_NUMBER_PLANS, 4, STR_INIT("telex")},
    {Q931_NUMBER_PLANS, 8, STR_INIT("national standard")},
    {Q931_NUMBER_PLANS, 9, STR_INIT("private")},

    {Q931_PRESENTATIONS, 0, STR_INIT("allowed")},
    {Q931_PRESENTATIONS, 1, STR_INIT("restricted")},
    {Q931_PRESENTATIONS, 2, STR_INIT("not available")},

    {Q931_SCREENINGS, 0, STR_INIT("user-provided, not screened")},
    {Q931_SCREENINGS, 1, STR_INIT("user-provided, verified and passed")},
    {Q931_SCREENINGS, 2, STR_INIT("user-provided, verified and failed")},
    {Q931_SCREENINGS, 3, STR_INIT("network provided")},

    {Q931_REDIRECT_REASONS, 0, STR_INIT("unknown")},
    {Q931_REDIRECT_REASONS, 1, STR_INIT("busy")},
    {Q931_REDIRECT_REASONS, 2, STR_INIT("no reply")},
    {Q931_REDIRECT_REASONS, 4, STR_INIT("deflection")},
    {Q931_REDIRECT_REASONS, 9, STR_INIT("out of order")},
    {Q931_REDIRECT_REASONS, 10, STR_INIT("by the called terminal")},
    {Q931_REDIRECT_REASONS, 15, STR_INIT("unconditional")},

    {Q931_CAPABILITIES, 0x00, STR_INIT("speech")},
    {Q931_CAPABILITIES, 0x08, STR_INIT("unrestricted digital")},
    {Q931_CAPABILITIES, 0x09, STR_INIT("restricted digital")},
    {Q931_CAPABILITIES, 0x10, STR_INIT("3.1 kHz audio")},
    {Q931_CAPABILITIES, 0x11, STR_INIT("unrestricted digital with tones")},
    {Q931_CAPABILITIES, 0x18, STR_INIT("video")},

    {Q931_LAYERS1, 0x01, STR_INIT("V.110")},
    {Q931_LAYERS1, 0x02, STR_INIT("G.711 u-law")},
    {Q931_LAYERS1, 0x03, STR_INIT("G.711 A-law")},
    {Q931_LAYERS1, 0x04, STR_INIT("G.721")},
    {Q931_LAYERS1, 0x05, STR_INIT("H.221 and H.242")},
    {Q931_LAYERS1, 0x06, STR_INIT("H.223 and H.245")},
    {Q931_LAYERS1, 0x07, STR_INIT("rate adaption, not ITU-T")},
    {Q931_LAYERS1, 0x08, STR_INIT("V.120")},
    {Q931_LAYERS1, 0x09, STR_INIT("X.31 HDLC flag stuffing")},

    {Q931_NOTIFICATIONS, 0, STR_INIT("user suspended")},
    {Q931_NOTIFICATIONS, 1, STR_INIT("user resumed")},
    {Q931_NOTIFICATIONS, 2, STR_INIT("bearer service change")},

    {Q931_RESTARTS, 0, STR_INIT("indicated channels")},
    {Q931_RESTARTS, 6, STR_INIT("single interface")},
    {Q931_RESTARTS, 7, STR_INIT("all interfaces")},
};

struct str
q931_name(enum q931_table table, unsigned code)
{
    for (size_t i = 0; i < COUNTOF(names); i++)
        if (names[i].table == table && names[i].code == code)
            return names[i].name;
    return (struct str){NULL, 0};
}
