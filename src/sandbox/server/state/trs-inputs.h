/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What comes in but by a request: connections that go, answers of programs that were asked. Whoever
 * lets something of the kind into the engine tells it here first, and says how it is done again
 * when the state's history is gone through. The engine's clock shows this moment then. */
typedef struct _TrsInputs TrsInputs;

typedef void (*TrsInputsHearFunc) (JsonObject *entry, gpointer user_data);
typedef gboolean (*TrsInputsRepeatFunc) (JsonObject *entry, gpointer user_data, GError **error);

TrsInputs *trs_inputs_new (void);
void trs_inputs_free (TrsInputs *self);

void trs_inputs_set_hear_func (TrsInputs *self, TrsInputsHearFunc func, gpointer user_data);
void trs_inputs_tell (TrsInputs *self, JsonObject *entry);

void trs_inputs_add (TrsInputs *self,
                     const char *member,
                     TrsInputsRepeatFunc func,
                     gpointer user_data);
gboolean trs_inputs_repeat (TrsInputs *self, JsonObject *entry, GError **error);

G_END_DECLS
