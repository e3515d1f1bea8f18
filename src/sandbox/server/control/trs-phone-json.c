/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-phone-json.h"

#include "resource/trs-fields.h"

/* A worker's phone is there before anybody spoke of it; looking at it must not make it. */

/**
 * trs_phone_to_json:
 * @phone: a phone
 *
 * Returns: (transfer full): what it is set to, and what it does
 */
JsonObject *
trs_phone_to_json (TrsPhone *phone)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "number", phone->address);
  json_object_set_string_member (object, "behavior",
                                 trs_phone_behavior_to_string (phone->behavior));
  json_object_set_int_member (object, "after", phone->after_seconds);
  json_object_set_string_member (object, "state",
                                 trs_phone_state_to_string (trs_phone_get_state (phone)));
  trs_fields_set_string (object, "call_sid", phone->call != NULL ? phone->call->base.sid : NULL);
  return object;
}

/**
 * trs_phone_unused_to_json:
 * @address: where nobody called yet
 *
 * Returns: (transfer full): what its phone will be set to
 */
JsonObject *
trs_phone_unused_to_json (const char *address)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "number", address);
  json_object_set_string_member (object, "behavior",
                                 trs_phone_behavior_to_string (TRS_PHONE_ANSWER));
  json_object_set_int_member (object, "after", TRS_PHONE_DEFAULT_AFTER_SECONDS);
  json_object_set_string_member (object, "state", trs_phone_state_to_string (TRS_PHONE_IDLE));
  json_object_set_null_member (object, "call_sid");
  return object;
}

/* Calls @func for each workspace of all accounts, until it says so. */
static gboolean
find_workspace (TrsEngine *engine,
                gboolean (*func) (TrsWorkspace *workspace, gpointer user_data),
                gpointer user_data)
{
  GPtrArray *accounts = trs_engine_get_accounts (engine);

  for (guint i = 0; i < accounts->len; i++)
    {
      TrsAccount *account = g_ptr_array_index (accounts, i);

      for (guint j = 0; j < account->workspaces->len; j++)
        {
          if (func (g_ptr_array_index (account->workspaces, j), user_data))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
has_contact (TrsWorkspace *workspace, gpointer user_data)
{
  for (guint i = 0; i < workspace->workers->len; i++)
    {
      if (g_strcmp0 (trs_worker_get_contact_uri (g_ptr_array_index (workspace->workers, i)),
                     user_data) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * trs_phone_is_somebodys:
 * @engine: an engine
 * @address: a number, client: or sip: address
 *
 * Returns: whether there is a phone: a worker's, one of the seed, or one that was called, calls, or
 *   was made before
 */
gboolean
trs_phone_is_somebodys (TrsEngine *engine, const char *address)
{
  return trs_engine_find_phone (engine, address) != NULL ||
         (trs_address_is_valid (address) &&
          find_workspace (engine, has_contact, (gpointer) address));
}

typedef struct
{
  JsonArray *array;
  GHashTable *seen; /* addresses */
  guint max;
} List;

static gboolean
add_phones_of_workers (TrsWorkspace *workspace, gpointer user_data)
{
  List *list = user_data;

  for (guint i = 0; i < workspace->workers->len && json_array_get_length (list->array) < list->max;
       i++)
    {
      const char *address = trs_worker_get_contact_uri (g_ptr_array_index (workspace->workers, i));

      if (address != NULL && trs_address_is_valid (address) &&
          g_hash_table_add (list->seen, (gpointer) address))
        json_array_add_object_element (list->array, trs_phone_unused_to_json (address));
    }
  return FALSE;
}

/* Those that ring or are talked on come first, so that they are there however many there are. */
static void
add_phones (List *list, GPtrArray *phones, gboolean busy)
{
  for (guint i = 0; i < phones->len && json_array_get_length (list->array) < list->max; i++)
    {
      TrsPhone *phone = g_ptr_array_index (phones, i);

      if ((trs_phone_get_state (phone) != TRS_PHONE_IDLE) != busy)
        continue;
      g_hash_table_add (list->seen, phone->address);
      json_array_add_object_element (list->array, trs_phone_to_json (phone));
    }
}

/**
 * trs_phone_list_to_json:
 * @engine: an engine
 * @max: of how many at most
 *
 * Returns: (transfer full): every phone that there is, those in use first
 */
JsonArray *
trs_phone_list_to_json (TrsEngine *engine, guint max)
{
  GPtrArray *phones = trs_engine_get_phones (engine);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  List list = { json_array_new (), seen, max };

  add_phones (&list, phones, TRUE);
  add_phones (&list, phones, FALSE);
  find_workspace (engine, add_phones_of_workers, &list);
  return list.array;
}
