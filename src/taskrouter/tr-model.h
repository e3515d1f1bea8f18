/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * Private: what the models share.
 *
 * The rule for all of them: the service sends no event ids, so an event may come doubled, late or
 * out of order, and an answer to a request may cross an event about the same thing. What carries a
 * lower version than what is known is older, and is dropped without an error. An equal version is
 * the same state and is taken, since an answer may say more than an event did.
 */

#define TR_MODEL_NO_VERSION G_GINT64_CONSTANT (-1)

/* The seconds of the service's dates: up to the year 9999. */
#define TR_MODEL_MAX_DATE G_GINT64_CONSTANT (253402300799)

gboolean tr_model_check_sid (const char *known, const char *sid, GError **error);
gboolean tr_model_set_string (char **place, const char *value);
void tr_model_notify (gpointer self, GParamSpec *pspec, gboolean has_changed);

G_END_DECLS
