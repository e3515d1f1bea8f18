/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "phone/tra-phone.h"
#include "tra-session.h"

G_BEGIN_DECLS

/* What was being done when signing in failed. */
typedef enum
{
  TRA_SIGN_IN_ADDRESS,   /* reading the service's address */
  TRA_SIGN_IN_WORKSPACE, /* looking for the workspace: the first request */
  TRA_SIGN_IN_WORKER,    /* looking for the worker */
  TRA_SIGN_IN_CONNECT,   /* opening the event bridge */
  TRA_SIGN_IN_DEMO,      /* starting the sandbox */
  TRA_SIGN_IN_COMPANY,   /* asking a company's server */
} TraSignInStep;

/* From TR_ERROR and states to translated sentences. All return new strings but for the last. */
char *tra_messages_check_form (const TraSignInForm *form, const char **field);
char *tra_messages_for_sign_in (const GError *error,
                                TraSignInStep step,
                                const TraSignInForm *form,
                                gboolean is_official,
                                const char **field);
char *tra_messages_for_request (const char *verb, const GError *error);
char *tra_messages_not_accepted (TrReservationStatus status);
char *tra_messages_away (TraAwayCause cause, const char *activity);
char *tra_messages_sign_out (const char *activity, gboolean is_connected, gboolean is_in_call);
const char *tra_messages_for_number (TraPhoneVerdict verdict);

G_END_DECLS
