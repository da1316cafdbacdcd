/* SPDX-License-Identifier: MIT
 *
 * Summaries of SDP bodies. */
#include "sip/sdp.h"

#include "check.h"

#define HEAD "v=0\r\no=x 1 1 IN IP4 192.0.2.1\r\ns=SIP Call\r\n"

static const struct row {
    const char *body, *summary;
} rows[] = {
    {"", ""},
    {HEAD "t=0 0\r\n", ""},
    {HEAD "c=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 9 0 101\r\n"
          "a=rtpmap:9 G722/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
          "a=fmtp:101 0-15\r\na=sendrecv\r\n",
        "audio G722,PCMU sendrecv RTP 192.0.2.1:20000"},
    {"v=0\nc=IN IP4 192.0.2.1\nm=audio 20000 RTP/AVP 18",
        "audio G729 sendrecv RTP 192.0.2.1:20000"},
    {HEAD "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\na=inactive\r\n",
        "audio PCMU inactive RTP 192.0.2.1:4000"},
    {HEAD "c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n",
        "audio PCMU sendonly RTP 0.0.0.0:4000"},
    {HEAD "c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\na=recvonly\r\n",
        "audio PCMU inactive RTP 0.0.0.0:4000"},
    {HEAD "c=IN IP4 192.0.2.1\r\na=sendonly\r\nm=audio 2 RTP/AVP 0\r\n"
          "m=video 4 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\n"
          "c=IN IP4 192.0.2.2/127\r\na=recvonly\r\n",
        "audio PCMU sendonly RTP 192.0.2.1:2; "
        "video H264 recvonly RTP 192.0.2.2:4"},
    {HEAD "c=IN IP4 192.0.2.1\r\nm=audio 2 RTP/AVP 0\r\nm=video 0 RTP/AVP "
          "97\r\n",
        "audio PCMU sendrecv RTP 192.0.2.1:2; video off"},
    {HEAD "c=IN IP6 2001:db8::1\r\nm=audio 2/2 RTP/SAVP 0\r\n",
        "audio PCMU sendrecv SRTP [2001:db8::1]:2"},
    {HEAD "c=IN IP4 192.0.2.1\r\nm=audio 2 RTP/AVP 0\r\n"
          "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
        "audio PCMU sendrecv RTP or SRTP 192.0.2.1:2"},
    {HEAD "c=IN IP4 192.0.2.1\r\nm=audio 2 RTP/AVP 0 8 9 18 4 3\r\n",
        "audio PCMU,PCMA,G722,G729,... sendrecv RTP 192.0.2.1:2"},
    {HEAD "c=IN IP4 192.0.2.1\r\nm=audio 2 RTP/AVP 200 -1 99\r\n",
        "audio 200,-1,99 sendrecv RTP 192.0.2.1:2"},
    {HEAD "c=IN IP4 192.0.2.1\r\nm=image 2 udptl t38\r\n",
        "image sendrecv udptl 192.0.2.1:2"},
    {"v=0 o=x 1 1 IN IP4 192.0.2.1 s=SIP Call c=IN IP4 192.0.2.1 t=0 0 "
     "m=audio 20000 RTP/AVP 9 101 a=rtpmap:9 G722/8000 a=rtpmap:101 "
     "telephone-event/8000 a=fmtp:101 0-15 a=sendonly",
        "audio G722 sendonly RTP 192.0.2.1:20000"},
    {"v=0\nm=\nm\nm=audio\nc=\na=\na=rtpmap:\na=rtpmap:999999999999 x\n",
        "audio sendrecv  :"},
};

static void
test_keys(void)
{
    static const struct {
        const char *body;
        size_t keys;
    } bodies[] = {
        {"v=0\nm=audio 4 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 "
         "inline:AAEC\na=crypto:2 AEAD_AES_256_GCM inline:AwQF\n",
            2},
        {"v=0\r\nm=audio 4 RTP/AVP 0\r\na=crypto:1 X inline:AAEC\r\n", 1},
        {"v=0 o=- 1 1 IN IP4 192.0.2.1 s=- m=audio 4 RTP/SAVP 0 "
         "a=crypto:1 X inline:AAEC a=sendrecv",
            1},
        /* DTLS-SRTP: the fingerprint is no key */
        {"v=0\nm=audio 4 UDP/TLS/RTP/SAVP 0\na=fingerprint:sha-256 00:01\n", 0},
        {"v=0\nm=audio 4 RTP/AVP 0\n", 0},
        {"", 0},
    };
    for (size_t i = 0; i < COUNTOF(bodies); i++)
        CHECK_INT(sdp_keys(str_from(bodies[i].body)), bodies[i].keys);
}

int
main(void)
{
    test_keys();
    struct arena a = {0};
    for (size_t i = 0; i < COUNTOF(rows); i++)
        if (!CHECK_STR(
                sdp_summary(&a, str_from(rows[i].body)), rows[i].summary))
            printf("    row %zu\n", i);
    /* Many media lines and payloads: cut off, and fast. */
    struct str many = STR("");
    for (int i = 0; i < 14; i++)
        many = str_fmt(&a, "%s" STR_FMT STR_FMT,
            i ? "" : "m=audio 2 RTP/AVP 0\n", STR_ARG(many), STR_ARG(many));
    struct str summary = sdp_summary(&a, many);
    CHECK(str_ends(summary, STR("; ...")));
    CHECK(summary.n < 1000);
    arena_free(&a);
    return check_done();
}
