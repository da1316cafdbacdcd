/* SPDX-License-Identifier: MIT
 *
 * Templates: text with {name} in it, cut once into literal pieces and fields,
 * so that writing a record is a few memcpy. Record templates also know the
 * columns of SDL records and pad them. */
#ifndef TRACEGEN_TEXT_H
#define TRACEGEN_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Every {name} that a template may hold. n: node of the calling side, m: of
 * the called side; a and b: the two legs; c: the connection at hand. */
enum field {
    FIELD_n,
    FIELD_m,
    FIELD_fqdn_a,
    FIELD_node_ip_a,
    FIELD_node_ip_b,
    FIELD_cluster,
    FIELD_ci_a,
    FIELD_ci_b,
    FIELD_ccb_a,
    FIELD_ccb_b,
    FIELD_gci,
    FIELD_gci_hex,
    FIELD_matrix,
    FIELD_dev_a,
    FIELD_dev_b,
    FIELD_dn_a,
    FIELD_dn_b,
    FIELD_ip_a,
    FIELD_ip_b,
    FIELD_port_a,
    FIELD_port_b,
    FIELD_line_a,
    FIELD_line_b,
    FIELD_lcdpc_a,
    FIELD_lcdpc_b,
    FIELD_station_b,
    FIELD_cdfc_a,
    FIELD_cdfc_b,
    FIELD_cdpc_a,
    FIELD_cdpc_b,
    FIELD_pkid_a,
    FIELD_linekey_a,
    FIELD_uuid_a,
    FIELD_uuid_b,
    FIELD_model_b,
    FIELD_tag_a,
    FIELD_tag_b,
    FIELD_far_a,
    FIELD_far_b,
    FIELD_callid_a,
    FIELD_callid_b,
    FIELD_branch_a,
    FIELD_branch_b,
    FIELD_branch2_a,
    FIELD_session_a,
    FIELD_session_b,
    FIELD_rtp_a,
    FIELD_rtp_b,
    FIELD_media_b,
    FIELD_ack_branch_a,
    FIELD_ack_branch_b,
    FIELD_trunk_key,
    FIELD_sipd,
    FIELD_peer,
    FIELD_peer_ip,
    FIELD_peer_port,
    FIELD_via,
    FIELD_transport,
    FIELD_local_port,
    FIELD_far_product,
    FIELD_cisco_guid,
    FIELD_guid_hex,
    FIELD_tls,
    FIELD_subject,
    FIELD_cipher,
    FIELD_san,
    FIELD_list,
    FIELD_list_process,
    FIELD_members,
    FIELD_group,
    FIELD_dialed,
    FIELD_called,
    FIELD_pattern,
    FIELD_regex,
    FIELD_partition_key,
    FIELD_css,
    FIELD_tags,
    FIELD_positions,
    FIELD_pre_tags,
    FIELD_pre_positions,
    FIELD_target_pid,
    FIELD_target_key,
    FIELD_pattern_key,
    FIELD_dac,
    FIELD_status,
    FIELD_reason,
    FIELD_cause,
    FIELD_c_ip,
    FIELD_c_index,
    FIELD_c_process,
    FIELD_c_transport,
    FIELD_c_device,
    FIELD_date,
    FIELD_hex1,
    FIELD_hex2,
    FIELD_hex3,
    FIELD_num2,
    FIELD_num3,
    FIELD_cseq,
    FIELD_counter,
    FIELD_target_class,
    FIELD_target_process,
    FIELD_ccm_type,
    FIELD_disc_status,
    FIELD_line_state_a,
    FIELD_line_state_b,
    FIELD_sip_state_a,
    FIELD_sip_state_b,
    FIELD_call_state,
    FIELD_branch2_b,
    FIELD_c_bytes,
    FIELD_c_port,
    FIELD_cdcc,
    FIELD_clear_cause,
    FIELD_device_type,
    FIELD_digits,
    FIELD_duration,
    FIELD_far_device,
    FIELD_list_key,
    FIELD_model_a,
    FIELD_num1,
    FIELD_offerer,
    FIELD_partition,
    FIELD_station_a,
    FIELD_target,
    FIELD_trunk,
    FIELD_device_b,
    FIELD_device_key_b,
    FIELD_line_key_b,
    FIELD_qualified_b,
    FIELD_asked,
    FIELD_last,
    FIELD_original,
    FIELD_rfr,
    FIELD_lrfr,
    FIELD_from_b,
    FIELD_diversion,
    FIELD_join,
    FIELD_other,
    FIELD_mid_cseq,
    FIELD_mid_sdp,
    FIELD_mid_branch,
    FIELD_moh,
    FIELD_moh_name,
    FIELD_refer_to,
    FIELD_bye_a,
    FIELD_bye_na,
    FIELD_bye_b,
    FIELD_bye_nb,
    FIELD_redirect,
    FIELD_digit,
    FIELD_bib,
    FIELD_ref_ci,
    FIELD_far_ci,
    FIELD_gw,
    FIELD_gw_user,
    FIELD_gw_b,
    FIELD_gw_user_b,
    FIELD_sipd_a,
    FIELD_feature,
    FIELD_old_cdcc,
    FIELD_old_party,
    FIELD_listen,
    FIELD_trans,
    FIELD_member_n,
    FIELD_linked,
    FIELD_local,
    FIELD_remote,
    FIELD_transformed,
    FIELD_park,
    FIELD_bridge,
    FIELD_bridge_dn,
    FIELD_bridge_ci,
    FIELD_COUNT
};

/* The {name} of each field; a template with another one is refused. */
extern const char *const TEXT_NAMES[FIELD_COUNT];

struct fields {
    struct str v[FIELD_COUNT];
};

enum op_kind { OP_TEXT, OP_FIELD, OP_TAG, OP_QUEUE, OP_PAD };

struct op {
    enum op_kind kind;
    enum field field; /* OP_FIELD */
    struct str text;  /* OP_TEXT */
    size_t width;     /* OP_PAD: to this many bytes since the last pad */
};

struct text {
    const struct op *ops;
    size_t n;
};

/* Where a record goes. */
enum side {
    SIDE_A, /* the node of the calling side */
    SIDE_B, /* the node of the called side */
    SIDE_A_TO_B,
    SIDE_B_TO_A,
};

struct record_text {
    enum side side;
    bool starts; /* a new sequence number: .000 */
    bool signal; /* SdlSig: may cross nodes */
    bool late;   /* of a thread that may write after the next signal */
    struct text text;
    struct text out; /* when it leaves for another node: NA RemoteSignal */
};

struct script {
    const struct record_text *v;
    size_t n;
};

/* What a template needs while it is written. */
struct writing {
    const struct fields *f;
    struct str tag; /* origin of the signals, "1,100,14,407.3^192.0.2.7^*" */
    uint32_t queue; /* digit shown in the priority block */
    char *p;        /* where to write; the caller has made room */
};

/* Cuts plain text. eol replaces each '\n'. Lives in a. Dies on an unknown
 * {name}. */
struct text text_cut(struct arena *a, const char *z, const char *eol);

/* Cuts the records of a script, one a string, NULL at the end. First letter:
 * side (n m > <); second: kind:
 *   S name|state|dest|source|parameters   signal
 *   T name|state|dest|source|tag|parameters
 *   A text                                AppInfo under the signal before
 *   N text                                AppInfo with its own number
 *   C process|parent|count  P process     Created, Stopping
 *   X type|text                           any other type */
struct script script_cut(
    struct arena *a, const char *const *lines, const char *eol);

/* Most bytes that t can take with fields f, tag included. */
size_t text_room(const struct text *t, const struct writing *w);

/* Writes t at w->p and moves it. */
void text_write(const struct text *t, struct writing *w);

#endif
