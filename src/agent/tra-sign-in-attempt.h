/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-messages.h"

G_BEGIN_DECLS

/* Signing in, from a form, a keyring or a demo to a worker that is connected. All strings are owned
 * and never NULL, but for the SIDs. */
typedef struct
{
  GCancellable *cancellable; /* owned */
  TraSignInStep step;
  gboolean is_resumed; /* with what the settings and the keyring hold */
  gboolean remember;
  char *account_sid;
  char *api_key_sid;
  char *secret; /* wiped when freed */
  char *workspace;
  char *worker_name;
  char *workspace_sid; /* nullable until found */
  char *worker_sid;    /* nullable until found */
} TraSignInAttempt;

TraSignInAttempt *tra_sign_in_attempt_new (const TraSignInForm *form);
void tra_sign_in_attempt_free (TraSignInAttempt *self);

void tra_sign_in_attempt_take_form (TraSignInAttempt *self, const TraSignInForm *form);
void tra_sign_in_attempt_look (TraSignInAttempt *self, TraSignInForm *form);

G_END_DECLS
