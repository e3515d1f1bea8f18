/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

/* What the Company Server form holds. */
typedef struct
{
  const char *address;
  const char *worker_name;
  const char *password; /* sent once, and not kept */
  gboolean remember;    /* keep a refresh token in the keyring */
} TraCompanyForm;

/* How one signs in, as the setting "sign-in-with" spells it. */
#define TRA_SIGN_IN_WITH "sign-in-with"
#define TRA_SIGN_IN_WITH_COMPANY "company"
#define TRA_SIGN_IN_WITH_ACCOUNT "account"

/* Signing in with a company's server: ends with TraSession::signed-in or ::sign-in-failed, whose
 * field is "server-address", "worker", "password" or NULL. */
void tra_session_sign_in_company (TraSession *self, const TraCompanyForm *form);
/* When the server has ended the session: the password goes on with it, and nothing else is lost. */
gboolean tra_session_wants_password (TraSession *self);
void tra_session_give_password_async (TraSession *self,
                                      const char *password,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean tra_session_give_password_finish (TraSession *self, GAsyncResult *result, GError **error);

const char *tra_session_get_company_address (TraSession *self); /* nullable: not with one */

G_END_DECLS
