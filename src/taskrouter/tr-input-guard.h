/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TR_TYPE_INPUT_GUARD (tr_input_guard_get_type ())
G_DECLARE_FINAL_TYPE (TrInputGuard, tr_input_guard, TR, INPUT_GUARD, GFilterInputStream)

/* Between a socket and who reads it: no message without an end, no reading without a pause. */
TrInputGuard *tr_input_guard_new (GInputStream *base, gsize max_message);
TrInputGuard *tr_input_guard_insert (GIOStream *stream, gsize max_message); /* nullable */

void tr_input_guard_message_ended (TrInputGuard *self);

G_END_DECLS
