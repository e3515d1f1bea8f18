/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-policy.h"

#include <string.h>

#include "tr-secret.h"

#include "tsv-key-file.h"
#include "tsv-rule.h"
#include "tsv-secret-file.h"

#define RULE_PREFIX "assignment "

#define DEFAULT_KEEP_DAYS 30
#define DEFAULT_SERVICE_LEVEL 20
#define DEFAULT_CACHE_SECONDS 15
#define DEFAULT_OFFLINE "Offline"
#define MIN_KEY_BYTES 16

gboolean
tsv_policy_is_rule (const char *group)
{
  return g_str_has_prefix (group, RULE_PREFIX);
}

/* The service signs with the auth token, whatever else the account has: without it no callback
 * could be told from a forged one. */
static gboolean
read_callbacks (TsvPolicy *self, GKeyFile *file, gboolean has_auth_token, GError **error)
{
  g_autofree char *text = tsv_key_file_dup_text (file, "callbacks", "public-url", "TSV_PUBLIC_URL");
  g_autoptr(GUri) uri = NULL;

  if (text == NULL)
    return TRUE;
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      g_uri_get_userinfo (uri) != NULL ||
      (!g_str_equal (g_uri_get_scheme (uri), "https") &&
       !g_str_equal (g_uri_get_scheme (uri), "http")))
    tsv_key_file_set_error (error, "callbacks", "public-url",
                            "the address that the service calls this server by is wanted, as "
                            "https://calls.example.com");
  else if (!has_auth_token)
    tsv_key_file_set_error (error, "callbacks", "public-url",
                            "the service signs with the account's auth token: give TR_AUTH_TOKEN, "
                            "TR_AUTH_TOKEN_FILE or the credential tr-auth-token as well");
  else
    {
      while (g_str_has_suffix (text, "/"))
        text[strlen (text) - 1] = '\0';
      self->public_url = g_steal_pointer (&text);
    }
  return self->public_url != NULL;
}

static gboolean
read_admin_key (TsvPolicy *self, GError **error)
{
  if (!tsv_secret_file_find ("TR_ADMIN_KEY", &self->admin_key, error))
    return FALSE;
  if (self->admin_key == NULL || strlen (self->admin_key) >= MIN_KEY_BYTES)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "TR_ADMIN_KEY: at least %d bytes are wanted", MIN_KEY_BYTES);
  return FALSE;
}

static gboolean
read_events (TsvPolicy *self, GKeyFile *file, GError **error)
{
  int days;

  if (!tsv_key_file_read_number (file, "events", "keep-days", 1, 3650, DEFAULT_KEEP_DAYS, &days,
                                 error))
    return FALSE;
  self->keep_seconds = (gint64) days * 24 * 3600;
  return tsv_key_file_read_number (file, "events", "service-level-seconds", 1, 3600,
                                   DEFAULT_SERVICE_LEVEL, &self->service_level_seconds, error) &&
         tsv_key_file_read_number (file, "queues", "cache-seconds", 1, 3600, DEFAULT_CACHE_SECONDS,
                                   &self->cache_seconds, error);
}

static gboolean
read_safety (TsvPolicy *self, GKeyFile *file, GError **error)
{
  self->offline_activity = tsv_key_file_dup_text (file, "safety", "offline-activity", NULL);
  if (self->offline_activity == NULL)
    self->offline_activity = g_strdup (DEFAULT_OFFLINE);
  return tsv_key_file_read_number (file, "safety", "wrap-up-seconds", 0, 24 * 3600, 0,
                                   &self->wrap_up_seconds, error) &&
         tsv_key_file_read_number (file, "safety", "vanish-seconds", 0, 24 * 3600, 0,
                                   &self->vanish_seconds, error);
}

/* A desk that calls numbers costs money, so nobody's does until it is said whose. */
static gboolean
read_calls (TsvPolicy *self, GKeyFile *file, GError **error)
{
  self->dial_out = tsv_key_file_dup_list (file, "calls", "dial-out");
  self->dial_out_numbers = tsv_key_file_dup_list (file, "calls", "dial-out-numbers");
  for (gsize i = 0; self->dial_out_numbers[i] != NULL; i++)
    {
      const char *number = self->dial_out_numbers[i];

      if (*number == '+' && number[1] != '\0' && number[1 + strspn (number + 1, "0123456789")] == '\0')
        continue;
      tsv_key_file_set_error (error, "calls", "dial-out-numbers",
                              "what numbers begin with is wanted, as +1650;+49");
      return FALSE;
    }
  return TRUE;
}

/* In the order that they stand in. */
static gboolean
read_rules (TsvPolicy *self, GKeyFile *file, GError **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);

  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) tsv_rule_free);
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      TsvRule *rule;

      if (!tsv_policy_is_rule (groups[i]))
        continue;
      rule = tsv_rule_new (file, groups[i], error);
      if (rule == NULL)
        return FALSE;
      g_ptr_array_add (self->rules, rule);
    }
  return TRUE;
}

/**
 * tsv_policy_new:
 * @file: the configuration; its keys are known ones
 * @has_auth_token: whether the account's is known
 * @error: a %G_KEY_FILE_ERROR or %G_IO_ERROR that names group and key
 *
 * Returns: (transfer full) (nullable): the policy, checked
 */
TsvPolicy *
tsv_policy_new (GKeyFile *file, gboolean has_auth_token, GError **error)
{
  g_autoptr(TsvPolicy) self = g_new0 (TsvPolicy, 1);

  if (read_callbacks (self, file, has_auth_token, error) && read_admin_key (self, error) &&
      read_events (self, file, error) && read_safety (self, file, error) &&
      read_calls (self, file, error) && read_rules (self, file, error))
    return g_steal_pointer (&self);
  return NULL;
}

void
tsv_policy_free (TsvPolicy *self)
{
  g_clear_pointer (&self->admin_key, tr_secret_free);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_strfreev (self->dial_out);
  g_strfreev (self->dial_out_numbers);
  g_free (self->public_url);
  g_free (self->offline_activity);
  g_free (self);
}

/**
 * tsv_policy_may_dial_out:
 * @self: a policy
 * @worker: a worker's name
 *
 * @is_shared: whether the worker signed in with the password that all know: then nobody knows who it
 *   is, and only what all may is allowed
 *
 * Returns: whether that worker's calls may be handed over to numbers
 */
gboolean
tsv_policy_may_dial_out (const TsvPolicy *self, const char *worker, gboolean is_shared)
{
  const char *const *names = (const char *const *) self->dial_out;

  return g_strv_contains (names, "*") || (!is_shared && g_strv_contains (names, worker));
}

/**
 * tsv_policy_may_call_number:
 * @self: a policy
 * @number: as +16505550100
 */
gboolean
tsv_policy_may_call_number (const TsvPolicy *self, const char *number)
{
  for (gsize i = 0; self->dial_out_numbers[i] != NULL; i++)
    {
      if (g_str_has_prefix (number, self->dial_out_numbers[i]))
        return TRUE;
    }
  return self->dial_out_numbers[0] == NULL;
}
