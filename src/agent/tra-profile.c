/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-profile.h"

#include "tra-keyring-key.h"
#include "tra-session-company.h"

/* Those who signed in here, in the settings: for each the keys of a sign-in, as they were then. Who
 * signs in next is chosen by writing them back. */

#define SETTING "profiles"
/* On one desk; who was not there for longest is forgotten. */
#define MAX_PROFILES 12

/* Not a key: the service of an account, which the program was started for. */
#define SERVICE "service-url"

static const char *const keys[] = {
  TRA_SIGN_IN_WITH, "server-address", "server-account", "server-service",
  "account-sid",    "api-key-sid",    "workspace",      "workspace-name",
  "workspace-sid",  "worker",         "worker-sid",
};

/**
 * tra_profile_free:
 * @self: (nullable): a profile
 */
void
tra_profile_free (TraProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->worker);
  g_free (self->place);
  g_free (self->service);
  g_free (self->account);
  g_free (self->worker_sid);
  g_free (self);
}

/* ---- What is written ---- */

static const char *
get (GVariant *saved, const char *key)
{
  const char *text = "";

  g_variant_lookup (saved, key, "&s", &text);
  return text;
}

static gboolean
is_of_company (GVariant *saved)
{
  return g_str_equal (get (saved, TRA_SIGN_IN_WITH), TRA_SIGN_IN_WITH_COMPANY);
}

/* The same worker by another server is another sign-in. */
static char *
dup_id (GVariant *saved)
{
  return g_strjoin (" ", get (saved, TRA_SIGN_IN_WITH),
                    is_of_company (saved) ? get (saved, "server-address") : get (saved, SERVICE),
                    get (saved, "worker-sid"), NULL);
}

/* As the settings are now. Those of old versions do not say with what. */
static GVariant *
look (GSettings *settings, const char *service_url)
{
  g_autofree char *with = g_settings_get_string (settings, TRA_SIGN_IN_WITH);
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text = g_settings_get_string (settings, keys[i]);

      g_variant_dict_insert (&dict, keys[i], "s", text);
    }
  g_variant_dict_insert (&dict, SERVICE, "s", service_url != NULL ? service_url : "");
  if (*with == '\0')
    g_variant_dict_insert (&dict, TRA_SIGN_IN_WITH, "s", TRA_SIGN_IN_WITH_ACCOUNT);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* Settings are a file that anybody may have written. */
static gboolean
is_whole (GVariant *saved)
{
  return *get (saved, TRA_SIGN_IN_WITH) != '\0' && *get (saved, "worker") != '\0' &&
         *get (saved, "worker-sid") != '\0' && *get (saved, "workspace-sid") != '\0';
}

/* Without what only programs need: calls.example.com. */
static char *
dup_host (const char *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : address);
}

static TraProfile *
profile_new (GVariant *saved)
{
  TraProfile *self = g_new0 (TraProfile, 1);
  const char *workspace = get (saved, "workspace-name");

  self->id = dup_id (saved);
  self->worker = g_strdup (get (saved, "worker"));
  self->worker_sid = g_strdup (get (saved, "worker-sid"));
  self->is_of_company = is_of_company (saved);
  if (self->is_of_company)
    {
      self->place = dup_host (get (saved, "server-address"));
      self->service = g_strdup (get (saved, "server-address"));
      self->account = g_strdup ("");
    }
  else
    {
      self->place = g_strdup (*workspace != '\0' ? workspace : get (saved, "workspace"));
      self->service = g_strdup (get (saved, SERVICE));
      self->account = g_strdup (get (saved, "account-sid"));
    }
  return self;
}

/* An account of another service than the program was started for, or of another server than the
 * company allows, can't be signed in to. */
static gboolean
is_usable (GSettings *settings, const char *service_url, GVariant *saved)
{
  g_autofree char *address = g_settings_get_string (settings, "server-address");

  if (!is_whole (saved))
    return FALSE;
  if (is_of_company (saved))
    return g_settings_is_writable (settings, "server-address") ||
           g_str_equal (get (saved, "server-address"), address);
  return g_str_equal (get (saved, SERVICE), service_url != NULL ? service_url : "");
}

/* All but the one of @id; @first, if there is one, before them. */
static void
write_all (GSettings *settings, GVariant *first, const char *id)
{
  g_autoptr(GVariant) before = g_settings_get_value (settings, SETTING);
  GVariantBuilder after = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  gsize n_written = 0;

  if (first != NULL)
    {
      g_variant_builder_add_value (&after, first);
      n_written++;
    }
  for (gsize i = 0; i < g_variant_n_children (before) && n_written < MAX_PROFILES; i++)
    {
      g_autoptr(GVariant) saved = g_variant_get_child_value (before, i);
      g_autofree char *known = dup_id (saved);

      if (g_str_equal (known, id))
        continue;
      g_variant_builder_add_value (&after, saved);
      n_written++;
    }
  g_settings_set_value (settings, SETTING, g_variant_builder_end (&after));
}

/* ---- What is asked ---- */

/**
 * tra_profile_list:
 * @settings: the agent's settings
 * @service_url: (nullable): the service that the program was started for; %NULL is the official one
 *
 * Returns: (transfer full) (element-type TraProfile): who can sign in here, the last one first
 */
GPtrArray *
tra_profile_list (GSettings *settings, const char *service_url)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_profile_free);
  g_autoptr(GVariant) all = g_settings_get_value (settings, SETTING);
  g_autoptr(GVariant) last = look (settings, service_url);
  g_autofree char *last_id = dup_id (last);

  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) saved = g_variant_get_child_value (all, i);
      TraProfile *profile;

      if (!is_usable (settings, service_url, saved))
        continue;
      profile = profile_new (saved);
      profile->is_last = g_str_equal (profile->id, last_id);
      g_ptr_array_add (list, profile);
    }
  return list;
}

static void
add_key (GPtrArray *list, GVariant *saved)
{
  g_autoptr(TraProfile) profile = profile_new (saved);
  const TraKeyringKey key = tra_profile_get_key (profile);

  if (is_whole (saved))
    g_ptr_array_add (list, tra_keyring_key_copy (&key));
}

/**
 * tra_profile_list_keys:
 * @settings: the agent's settings
 * @service_url: (nullable): as for tra_profile_list()
 *
 * Returns: (transfer full) (element-type TraKeyringKey): what the secrets are found by of all who
 *   signed in here, whether they can sign in now or not; one may be in it twice
 */
GPtrArray *
tra_profile_list_keys (GSettings *settings, const char *service_url)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) tra_keyring_key_free);
  g_autoptr(GVariant) all = g_settings_get_value (settings, SETTING);
  g_autoptr(GVariant) last = look (settings, service_url);

  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr(GVariant) saved = g_variant_get_child_value (all, i);

      add_key (list, saved);
    }
  add_key (list, last);
  return list;
}

/**
 * tra_profile_find:
 * @settings: the agent's settings
 * @service_url: (nullable): as for tra_profile_list()
 * @id: whose
 *
 * Returns: (transfer full) (nullable): the profile
 */
TraProfile *
tra_profile_find (GSettings *settings, const char *service_url, const char *id)
{
  g_autoptr(GPtrArray) list = tra_profile_list (settings, service_url);

  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((TraProfile *) g_ptr_array_index (list, i))->id, id))
      return g_ptr_array_steal_index (list, i);

  return NULL;
}

/**
 * tra_profile_get_key:
 * @self: a profile
 *
 * Returns: what its secret is found by; the strings are the profile's
 */
TraKeyringKey
tra_profile_get_key (TraProfile *self)
{
  return (TraKeyringKey) { self->service, self->account, self->worker, self->worker_sid };
}

/* ---- What is done ---- */

/**
 * tra_profile_keep:
 * @settings: the agent's settings
 * @service_url: (nullable): as for tra_profile_list()
 *
 * Writes down who the settings say has signed in, as the first of all.
 */
void
tra_profile_keep (GSettings *settings, const char *service_url)
{
  g_autoptr(GVariant) saved = look (settings, service_url);
  g_autofree char *id = dup_id (saved);

  if (is_whole (saved))
    write_all (settings, saved, id);
}

/**
 * tra_profile_take:
 * @settings: the agent's settings
 * @id: (nullable): whose; %NULL is somebody whom nobody knows yet
 *
 * Makes it the one that the next sign-in is for. A key that the company has locked stays as it is.
 */
void
tra_profile_take (GSettings *settings, const char *id)
{
  g_autoptr(GVariant) all = g_settings_get_value (settings, SETTING);
  g_autoptr(GVariant) taken = NULL;

  for (gsize i = 0; i < g_variant_n_children (all) && id != NULL && taken == NULL; i++)
    {
      g_autoptr(GVariant) saved = g_variant_get_child_value (all, i);
      g_autofree char *known = dup_id (saved);

      if (g_str_equal (known, id))
        taken = g_variant_ref (saved);
    }
  if (taken == NULL && id != NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_is_writable (settings, keys[i]))
      continue;
    else if (taken != NULL)
      g_settings_set_string (settings, keys[i], get (taken, keys[i]));
    else if (!g_str_equal (keys[i], TRA_SIGN_IN_WITH) && !g_str_equal (keys[i], "server-address"))
      g_settings_set_string (settings, keys[i], "");
  g_settings_set_boolean (settings, "signed-in", taken != NULL);
}

/**
 * tra_profile_remove:
 * @settings: the agent's settings
 * @id: whose
 *
 * Forgets it; its secret is the caller's to forget. What the program is set to stays so.
 */
void
tra_profile_remove (GSettings *settings, const char *id)
{
  write_all (settings, NULL, id);
}
