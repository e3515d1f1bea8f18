/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-inputs.h"

typedef struct
{
  TrsInputsRepeatFunc func;
  gpointer user_data;
} Kind;

struct _TrsInputs
{
  GHashTable *kinds; /* member that an entry has → owned Kind */
  TrsInputsHearFunc hear; /* nullable: nothing is kept */
  gpointer user_data;
};

/**
 * trs_inputs_new:
 *
 * Returns: (transfer full): no kind of input, and nobody who keeps them
 */
TrsInputs *
trs_inputs_new (void)
{
  TrsInputs *self = g_new0 (TrsInputs, 1);

  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return self;
}

void
trs_inputs_free (TrsInputs *self)
{
  g_hash_table_unref (self->kinds);
  g_free (self);
}

/**
 * trs_inputs_set_hear_func:
 * @self: the inputs
 * @func: (nullable): told of each, before it is heeded; may add to the entry
 * @user_data: for @func
 */
void
trs_inputs_set_hear_func (TrsInputs *self, TrsInputsHearFunc func, gpointer user_data)
{
  self->hear = func;
  self->user_data = user_data;
}

/**
 * trs_inputs_tell:
 * @self: the inputs
 * @entry: (transfer full): what comes in; has the member of one of the kinds
 *
 * To be called before it is let in, and before anything is looked up for it: the clock may turn.
 */
void
trs_inputs_tell (TrsInputs *self, JsonObject *entry)
{
  g_autoptr(JsonObject) owned = entry;

  if (self->hear != NULL)
    self->hear (owned, self->user_data);
}

/**
 * trs_inputs_add:
 * @self: the inputs
 * @member: static; what entries of this kind have
 * @func: lets such an entry in once more; replaces the kind's earlier one
 * @user_data: for @func
 */
void
trs_inputs_add (TrsInputs *self, const char *member, TrsInputsRepeatFunc func, gpointer user_data)
{
  Kind *kind = g_new (Kind, 1);

  *kind = (Kind) { func, user_data };
  g_hash_table_replace (self->kinds, (gpointer) member, kind);
}

/**
 * trs_inputs_repeat:
 * @self: the inputs
 * @entry: what was told once; one of no kind is passed over
 * @error: return location for what is wrong with it
 */
gboolean
trs_inputs_repeat (TrsInputs *self, JsonObject *entry, GError **error)
{
  GHashTableIter iter;
  gpointer member, value;

  g_hash_table_iter_init (&iter, self->kinds);
  while (g_hash_table_iter_next (&iter, &member, &value))
    {
      Kind *kind = value;

      if (json_object_has_member (entry, member))
        return kind->func (entry, kind->user_data, error);
    }
  return TRUE;
}
