/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "tra-keyring.h"

G_BEGIN_DECLS

/* Somebody who signed in here once: what the next sign-in needs, but for the secret, which is in the
 * keyring or nowhere. All strings are owned and not NULL. */
typedef struct
{
  char *id;      /* tells it from every other one */
  char *worker;  /* as it was typed, or as the server calls him */
  char *place;   /* a company's server, or the workspace of an account */
  char *service; /* where the secret belongs: as in TraKeyringKey */
  char *account; /* likewise */
  char *worker_sid;
  gboolean is_of_company;
  gboolean is_last; /* who signed in last, or is signed in */
} TraProfile;

void tra_profile_free (TraProfile *self);

GPtrArray *tra_profile_list (GSettings *settings, const char *service_url); /* the last used first */
GPtrArray *tra_profile_list_keys (GSettings *settings, const char *service_url);
TraProfile *tra_profile_find (GSettings *settings, const char *service_url, const char *id);
TraKeyringKey tra_profile_get_key (TraProfile *self);

void tra_profile_keep (GSettings *settings, const char *service_url);
void tra_profile_take (GSettings *settings, const char *id /* nullable: nobody yet */);
void tra_profile_remove (GSettings *settings, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TraProfile, tra_profile_free)

G_END_DECLS
