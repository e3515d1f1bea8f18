/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the server does with what happens in the workspace, as its configuration says. Immutable. */
typedef struct
{
  char *public_url;           /* owned, nullable: where the service finds us; it signs that */
  char *admin_key;         /* owned, nullable: opens what supervisors may see */
  gint64 keep_seconds;        /* that events stay */
  int service_level_seconds;  /* that a customer should wait at most */
  int cache_seconds;          /* that figures of the queues are good for */
  int wrap_up_seconds;        /* that agents may take after a call; 0: as long as they like */
  int vanish_seconds;         /* without a sign of a desk, until its worker is sent offline; 0: never */
  char *offline_activity;     /* owned: the name of the activity then */
  char **dial_out;            /* owned: names of workers who may have numbers called; "*": all */
  char **dial_out_numbers;    /* owned: what such a number begins with; none: any */
  GPtrArray *rules;           /* owned, of TsvRules: the first that holds answers an assignment */
} TsvPolicy;

TsvPolicy *tsv_policy_new (GKeyFile *file, gboolean has_auth_token, GError **error);
void tsv_policy_free (TsvPolicy *self);

gboolean tsv_policy_may_dial_out (const TsvPolicy *self, const char *worker, gboolean is_shared);
gboolean tsv_policy_may_call_number (const TsvPolicy *self, const char *number);

gboolean tsv_policy_is_rule (const char *group); /* a group that names a rule */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvPolicy, tsv_policy_free)

G_END_DECLS
