/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "tr-clock.h"

G_BEGIN_DECLS

/* Private: one request to a company's server. @bearer and @body are nullable, and so is what comes
 * back if @url is none. */
SoupMessage *tr_company_request_new_message (const char *method,
                                             const char *url,
                                             const char *bearer,
                                             JsonObject *body);
/* Takes @task and @message; the task gets a decoded object (transfer full), NULL after a 204, or an
 * error. @what: method and path. @refusal: static, the code that a 401 of the server's has here. */
void tr_company_request_send (GTask *task,
                              SoupSession *session,
                              TrClock *clock,
                              SoupMessage *message,
                              const char *what,
                              const char *refusal);

G_END_DECLS
