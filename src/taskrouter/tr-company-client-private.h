/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tr-company-client.h"

G_BEGIN_DECLS

/* Takes the task, whose source is a client; it gets a decoded object (transfer full), NULL after a
 * 204, or an error. @bearer and @body are nullable. @refusal: static, the code of a 401 here. */
void tr_company_client_send (GTask *task,
                             const char *method,
                             const char *path,
                             const char *bearer,
                             JsonObject *body,
                             const char *refusal);

G_END_DECLS
