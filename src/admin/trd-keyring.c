/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-keyring.h"

#include <libsecret/secret.h>

#include "tr-clock.h"
#include "tr-error.h"

#include "trd-exit.h"

/* A keyring answers in milliseconds, or something is wrong with it. A prompt waits for a person. */
#define PATIENCE (5 * G_USEC_PER_SEC)
#define PROMPT_PATIENCE (120 * G_USEC_PER_SEC)

static const SecretSchema schema = {
  APPLICATION_ID ".Admin",
  SECRET_SCHEMA_NONE,
  {
      { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service-url", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account-sid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "api-key-sid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "workspace", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* ---- Profiles ---- */

/**
 * trd_profile_new:
 * @name: how the person calls it
 * @service_url: (nullable): %NULL is the official service
 * @account_sid: the account
 * @api_key_sid: (nullable): %NULL with an auth token
 * @workspace: (nullable): SID or name
 *
 * Returns: (transfer full): a profile, without a secret yet
 */
TrdProfile *
trd_profile_new (const char *name,
                 const char *service_url,
                 const char *account_sid,
                 const char *api_key_sid,
                 const char *workspace)
{
  TrdProfile *self = g_new0 (TrdProfile, 1);

  self->name = g_strdup (name);
  self->service_url = g_strdup (service_url != NULL ? service_url : "");
  self->account_sid = g_strdup (account_sid);
  self->api_key_sid = g_strdup (api_key_sid != NULL ? api_key_sid : "");
  self->workspace = g_strdup (workspace != NULL ? workspace : "");
  return self;
}

void
trd_profile_free (TrdProfile *self)
{
  g_free (self->name);
  g_free (self->service_url);
  g_free (self->account_sid);
  g_free (self->api_key_sid);
  g_free (self->workspace);
  g_clear_object (&self->credentials);
  g_free (self);
}

/* ---- Waiting ---- */

/* One call. libsecret waits for a frozen daemon without limit, so this may be left behind. */
typedef struct
{
  GCancellable *cancellable; /* owned */
  GAsyncResult *result;      /* owned, nullable until it is there */
  gboolean is_late;
  gboolean is_abandoned;
} Wait;

static Wait *
wait_new (void)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->cancellable = g_cancellable_new ();
  return wait;
}

static void
wait_free (Wait *wait)
{
  g_object_unref (wait->cancellable);
  g_clear_object (&wait->result);
  g_free (wait);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  if (wait->is_abandoned)
    {
      wait_free (wait);
      return;
    }
  wait->result = g_object_ref (result);
}

static void
late_cb (gpointer user_data)
{
  Wait *wait = user_data;

  wait->is_late = TRUE;
}

/* Returns: (nullable): the result; NULL: there was none in time, and @wait is gone. */
static GAsyncResult *
wait_for (Wait *wait, gint64 patience, GError **error)
{
  g_autoptr(TrClock) clock = tr_clock_new ();
  guint64 timer = tr_clock_add (clock, patience, late_cb, wait);

  while (wait->result == NULL && !wait->is_late)
    g_main_context_iteration (NULL, TRUE);
  if (wait->result != NULL)
    {
      tr_clock_remove (clock, timer);
      return wait->result;
    }

  wait->is_abandoned = TRUE;
  g_cancellable_cancel (wait->cancellable);
  g_set_error_literal (error, TR_ERROR, TR_ERROR_REFUSED, "the keyring does not answer");
  return NULL;
}

/* What went wrong with the keyring, for people. */
static void
tell (GError **error, const GError *cause)
{
  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_set_error_literal (error, TR_ERROR, TR_ERROR_REFUSED, "the keyring is locked: unlock it, or set "
                         "TR_ACCOUNT_SID and a secret in the environment");
  else
    g_set_error (error, TR_ERROR, TR_ERROR_REFUSED, "there is no keyring here (%s): set TR_ACCOUNT_SID "
                 "and a secret in the environment instead", cause->message);
}

static GHashTable *
attributes_of (const TrdProfile *profile)
{
  return secret_attributes_build (&schema,
                                  "profile", profile->name,
                                  "service-url", profile->service_url,
                                  "account-sid", profile->account_sid,
                                  "api-key-sid", profile->api_key_sid,
                                  "workspace", profile->workspace,
                                  NULL);
}

/* ---- Searching ---- */

static void
unref_items (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

/* @name: (nullable): NULL finds all. NULL without an error: there is none. */
static GList *
search (const char *name, SecretSearchFlags flags, GError **error)
{
  g_autoptr(GHashTable) attributes = name != NULL
                                         ? secret_attributes_build (&schema, "profile", name, NULL)
                                         : g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) cause = NULL;
  Wait *wait = wait_new ();
  GList *items;

  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL | flags, wait->cancellable, answered_cb,
                           wait);
  if (wait_for (wait, (flags & SECRET_SEARCH_UNLOCK) != 0 ? PROMPT_PATIENCE : PATIENCE, error) == NULL)
    return NULL;
  items = secret_password_search_finish (wait->result, &cause);
  wait_free (wait);
  if (cause != NULL)
    tell (error, cause);
  return items;
}

static const char *
attribute (GHashTable *attributes, const char *name)
{
  const char *value = g_hash_table_lookup (attributes, name);

  return value != NULL ? value : "";
}

static TrdProfile *
profile_of (SecretRetrievable *item)
{
  g_autoptr(GHashTable) attributes = secret_retrievable_get_attributes (item);

  return trd_profile_new (attribute (attributes, "profile"), attribute (attributes, "service-url"),
                          attribute (attributes, "account-sid"),
                          attribute (attributes, "api-key-sid"),
                          attribute (attributes, "workspace"));
}

static gboolean
retrieve (SecretRetrievable *item, TrdProfile *profile, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(SecretValue) value = NULL;
  Wait *wait = wait_new ();

  secret_retrievable_retrieve_secret (item, wait->cancellable, answered_cb, wait);
  if (wait_for (wait, PATIENCE, error) == NULL)
    return FALSE;
  value = secret_retrievable_retrieve_secret_finish (item, wait->result, &cause);
  wait_free (wait);
  if (value == NULL || secret_value_get_text (value) == NULL)
    {
      g_set_error (error, TR_ERROR, TR_ERROR_REFUSED, "the keyring does not give the secret of '%s'%s%s",
                   profile->name, cause != NULL ? ": " : "", cause != NULL ? cause->message : "");
      return FALSE;
    }
  profile->credentials = tr_credentials_new (profile->account_sid,
                                             *profile->api_key_sid != '\0' ? profile->api_key_sid : NULL,
                                             secret_value_get_text (value));
  return TRUE;
}

/**
 * trd_keyring_load:
 * @name: of a profile
 *
 * Asks the person to unlock the keyring if need be.
 *
 * Returns: (transfer full) (nullable): the profile with its secret; %NULL with %TR_ERROR_NOT_FOUND when
 *   there is none of that name, or %TR_ERROR_REFUSED when the keyring is absent, locked or silent
 */
TrdProfile *
trd_keyring_load (const char *name, GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(TrdProfile) profile = NULL;
  GList *items = search (name, SECRET_SEARCH_UNLOCK, &problem);

  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (items == NULL)
    g_set_error (error, TR_ERROR, TR_ERROR_NOT_FOUND, "there is no profile '%s'; '" TRD_PROGRAM
                 " profiles' lists them", name);
  else
    {
      profile = profile_of (items->data);
      if (!retrieve (items->data, profile, error))
        g_clear_pointer (&profile, trd_profile_free);
    }
  unref_items (items);
  return g_steal_pointer (&profile);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(const TrdProfile *const *) a)->name, (*(const TrdProfile *const *) b)->name);
}

/**
 * trd_keyring_list:
 *
 * Returns: (transfer full) (nullable) (element-type TrdProfile): all profiles by name, without secrets
 */
GPtrArray *
trd_keyring_list (GError **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) trd_profile_free);
  GList *items = search (NULL, SECRET_SEARCH_NONE, &problem);

  for (GList *l = items; l != NULL; l = l->next)
    g_ptr_array_add (profiles, profile_of (l->data));
  unref_items (items);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  g_ptr_array_sort (profiles, compare_names);
  return g_steal_pointer (&profiles);
}

/* ---- Changing ---- */

static gboolean
clear (const char *name, GError **error)
{
  g_autoptr(GHashTable) attributes = secret_attributes_build (&schema, "profile", name, NULL);
  g_autoptr(GError) cause = NULL;
  Wait *wait = wait_new ();

  secret_password_clearv (&schema, attributes, wait->cancellable, answered_cb, wait);
  if (wait_for (wait, PROMPT_PATIENCE, error) == NULL)
    return FALSE;
  secret_password_clear_finish (wait->result, &cause);
  wait_free (wait);
  if (cause != NULL)
    tell (error, cause);
  return cause == NULL;
}

/**
 * trd_keyring_store:
 * @profile: with its secret
 *
 * Keeps it in place of another of that name.
 *
 * Returns: whether it is kept; otherwise with %TR_ERROR_REFUSED
 */
gboolean
trd_keyring_store (const TrdProfile *profile, GError **error)
{
  g_autoptr(GHashTable) attributes = attributes_of (profile);
  g_autofree char *label = g_strdup_printf ("Task Router administrator: %s", profile->name);
  g_autoptr(GError) cause = NULL;
  Wait *wait;

  /* The keyring replaces what is equal in every attribute; one of that name may be for elsewhere. */
  if (!clear (profile->name, error))
    return FALSE;
  wait = wait_new ();
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label,
                          tr_credentials_get_secret (profile->credentials), wait->cancellable,
                          answered_cb, wait);
  if (wait_for (wait, PROMPT_PATIENCE, error) == NULL)
    return FALSE;
  secret_password_store_finish (wait->result, &cause);
  wait_free (wait);
  if (cause != NULL)
    tell (error, cause);
  return cause == NULL;
}

/**
 * trd_keyring_forget:
 * @name: of a profile
 *
 * Returns: whether it is gone; otherwise with %TR_ERROR_NOT_FOUND when there was none, or
 *   %TR_ERROR_REFUSED. What is locked is never taken for gone
 */
gboolean
trd_keyring_forget (const char *name, GError **error)
{
  g_autoptr(GError) problem = NULL;
  GList *items = search (name, SECRET_SEARCH_UNLOCK, &problem);
  gboolean is_found = items != NULL;

  unref_items (items);
  if (problem == NULL && !is_found)
    g_set_error (&problem, TR_ERROR, TR_ERROR_NOT_FOUND, "there is no profile '%s'", name);
  if (problem == NULL && clear (name, &problem))
    {
      items = search (name, SECRET_SEARCH_NONE, &problem);
      if (problem == NULL && items != NULL)
        g_set_error (&problem, TR_ERROR, TR_ERROR_REFUSED, "the keyring is locked, and keeps '%s'", name);
      unref_items (items);
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  return TRUE;
}
