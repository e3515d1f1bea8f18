/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tr-credentials.h"

G_BEGIN_DECLS

/* Who asks, and where: what 'login' keeps under a name. The secret is in @credentials. */
typedef struct
{
  char *name;                 /* owned */
  char *service_url;          /* owned; "" is the official service */
  char *account_sid;          /* owned */
  char *api_key_sid;          /* owned; "" with an auth token */
  char *workspace;            /* owned; "" for none */
  TrCredentials *credentials; /* owned; NULL in a list, which asks for no secrets */
} TrdProfile;

TrdProfile *trd_profile_new (const char *name,
                             const char *service_url,
                             const char *account_sid,
                             const char *api_key_sid,
                             const char *workspace);
void trd_profile_free (TrdProfile *self);

/* The system's keyring (Secret Service), which may be absent, locked or frozen: each call ends. */
gboolean trd_keyring_store (const TrdProfile *profile, GError **error);
TrdProfile *trd_keyring_load (const char *name, GError **error);
GPtrArray *trd_keyring_list (GError **error);
gboolean trd_keyring_forget (const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrdProfile, trd_profile_free)

G_END_DECLS
