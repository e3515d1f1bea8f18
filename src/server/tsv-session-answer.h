/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "tsv-context.h"
#include "tsv-family.h"

G_BEGIN_DECLS

JsonObject *tsv_session_answer_new (const TsvContext *context,
                                    const TsvFamily *family,
                                    const char *refresh_token,
                                    const char *device);

G_END_DECLS
