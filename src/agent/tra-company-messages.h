/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tra-messages.h"
#include "tra-session-company.h"

G_BEGIN_DECLS

/* A company's server, in sentences. Fields are those of TraSession::sign-in-failed. */
char *tra_company_messages_complete_address (const char *typed);
char *tra_company_messages_check_address (const char *typed); /* nullable: nothing is wrong yet */
char *tra_company_messages_check_form (const TraCompanyForm *form, const char **field);
char *tra_company_messages_for_sign_in (const GError *error, TraSignInStep step, const char **field);

G_END_DECLS
