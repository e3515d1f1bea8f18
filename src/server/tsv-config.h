/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-credentials.h"
#include "tr-endpoints.h"

#include "tsv-policy.h"

G_BEGIN_DECLS

/* What the server is told before it starts: a key file for what everybody may know, and environment,
 * systemd's credentials or private files for what nobody may. Immutable once read. */
typedef struct
{
  TrEndpoints *endpoints;     /* owned: where the service is */
  char *base_url;             /* owned, nullable: the official hosts */
  char *ca_file;              /* owned, nullable: whom to trust besides the system's */
  TrCredentials *credentials; /* owned: with the API key, if there is one */
  char *auth_token;           /* owned, nullable: what the service signs with */
  char *workspace_sid;        /* owned */
  char *shared_password;      /* owned, nullable */

  GPtrArray *addresses;         /* owned, of GInetSocketAddress */
  char *certificate_file;       /* owned, nullable: plain HTTP */
  char *key_file;               /* owned, nullable */
  GTlsCertificate *certificate; /* owned, nullable: as the files were when this was read */
  gboolean is_behind_proxy;     /* X-Forwarded-For tells who asks */

  char *database;        /* owned: a path */
  int token_seconds;     /* a worker token's life */
  gint64 session_seconds; /* that a refresh token may lie unused */
  char **supervisors;    /* owned: names of workers whose tokens have that role */
  int yescrypt_cost;     /* 1 to 11 */

  TsvPolicy *policy; /* owned: what it does with what happens in the workspace */
} TsvConfig;

TsvConfig *tsv_config_new (const char *path, GError **error);
TsvConfig *tsv_config_new_for_passwords (const char *path, GError **error);
void tsv_config_free (TsvConfig *self);

GTlsCertificate *tsv_config_load_certificate (const TsvConfig *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsvConfig, tsv_config_free)

G_END_DECLS
