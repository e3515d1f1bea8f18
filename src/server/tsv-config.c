/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tsv-config.h"

#include <string.h>

#include "tr-secret.h"
#include "tr-trust.h"

#include "tsv-key-file.h"
#include "tsv-policy.h"
#include "tsv-secret-file.h"

#define DEFAULT_ADDRESS "127.0.0.1:8090"
#define DEFAULT_DATABASE "/var/lib/task-router-server/server.sqlite"
#define CREDENTIAL "credential:"
#define DEFAULT_SESSION_DAYS 30
#define DEFAULT_TOKEN_SECONDS 3600
#define DEFAULT_COST 5 /* libxcrypt's own: some 30 ms and 16 MiB */

/* What a key file may hold. A key that is spelt wrong would else be passed over. */
static const struct
{
  const char *group;
  const char *keys[8];
} known[] = {
  { "service", { "base-url", "ca-file", "account-sid", "api-key-sid", "workspace-sid", NULL } },
  { "listen", { "addresses", "certificate", "key", "behind-proxy", NULL } },
  { "database", { "path", NULL } },
  { "sessions", { "token-seconds", "days", "supervisors", NULL } },
  { "passwords", { "yescrypt-cost", NULL } },
  { "calls", { "dial-out", "dial-out-numbers", NULL } },
  { "callbacks", { "public-url", NULL } },
  { "events", { "keep-days", "service-level-seconds", NULL } },
  { "queues", { "cache-seconds", NULL } },
  { "safety", { "wrap-up-seconds", "vanish-seconds", "offline-activity", NULL } },
};

static gboolean
check_keys (GKeyFile *file, const char *group, const char *const *keys, GError **error)
{
  g_auto(GStrv) found = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; found[i] != NULL; i++)
    {
      if (!g_strv_contains (keys, found[i]))
        {
          tsv_key_file_set_error (error, group, found[i], "there is no such key");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_groups (GKeyFile *file, GError **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      gsize j = 0;

      if (tsv_policy_is_rule (groups[i]))
        continue;
      while (j < G_N_ELEMENTS (known) && !g_str_equal (known[j].group, groups[i]))
        j++;
      if (j == G_N_ELEMENTS (known))
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                       "[%s]: there is no such group", groups[i]);
          return FALSE;
        }
      if (!check_keys (file, groups[i], known[j].keys, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_sid (const char *text, const char *prefix)
{
  return text != NULL && strlen (text) == 34 && g_str_has_prefix (text, prefix) &&
         strspn (text + 2, "0123456789abcdefABCDEF") == 32;
}

/* ---- The service ---- */

static gboolean
read_secrets (TsvConfig *self, GKeyFile *file, const char *account_sid, GError **error)
{
  g_autofree char *key_sid =
    tsv_key_file_dup_text (file, "service", "api-key-sid", "TR_API_KEY_SID");
  g_autoptr(TrSecret) key_secret = NULL;

  if (!tsv_secret_file_find ("TR_AUTH_TOKEN", &self->auth_token, error) ||
      !tsv_secret_file_find ("TR_API_KEY_SECRET", &key_secret, error) ||
      !tsv_secret_file_find ("TR_TOKEN_PASSWORD", &self->shared_password, error))
    return FALSE;

  if (key_sid != NULL && !is_sid (key_sid, "SK"))
    tsv_key_file_set_error (error, "service", "api-key-sid",
                            "an API key's SID is wanted, as SK0123…");
  else if (key_sid != NULL && key_secret == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "the API key has no secret: set TR_API_KEY_SECRET, TR_API_KEY_SECRET_FILE "
                         "or the credential tr-api-key-secret");
  else if (key_sid != NULL)
    self->credentials = tr_credentials_new (account_sid, key_sid, key_secret);
  else if (self->auth_token != NULL)
    self->credentials = tr_credentials_new (account_sid, NULL, self->auth_token);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "there is no secret for the account: name an API key (api-key-sid or "
                         "TR_API_KEY_SID), or give TR_AUTH_TOKEN, TR_AUTH_TOKEN_FILE or the "
                         "credential tr-auth-token");
  return self->credentials != NULL;
}

static gboolean
read_service (TsvConfig *self, GKeyFile *file, GError **error)
{
  g_autofree char *account_sid =
    tsv_key_file_dup_text (file, "service", "account-sid", "TR_ACCOUNT_SID");

  self->workspace_sid = tsv_key_file_dup_text (file, "service", "workspace-sid", "WORKSPACE_SID");
  self->base_url = tsv_key_file_dup_text (file, "service", "base-url", "TR_BASE_URL");
  self->ca_file = tsv_key_file_dup_text (file, "service", "ca-file", TR_TRUST_VARIABLE);
  if (!is_sid (account_sid, "AC"))
    tsv_key_file_set_error (error, "service", "account-sid",
                            "the account's SID is wanted here or in TR_ACCOUNT_SID, as AC0123…");
  else if (!is_sid (self->workspace_sid, "WS"))
    tsv_key_file_set_error (error, "service", "workspace-sid",
                            "the workspace's SID is wanted here or in WORKSPACE_SID, as WS0123…");
  else
    {
      self->endpoints = tr_endpoints_new (self->base_url, error);
      return self->endpoints != NULL && read_secrets (self, file, account_sid, error);
    }
  return FALSE;
}

/* ---- Where it listens ---- */

static GSocketAddress *
parse_address (const char *text)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : NULL;
  gint64 port;

  if (host == NULL || !g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return NULL;
  if (*host == '[' && g_str_has_suffix (host, "]"))
    {
      g_autofree char *bare = g_strndup (host + 1, strlen (host) - 2);

      return g_inet_socket_address_new_from_string (bare, (guint) port);
    }
  if (strchr (host, ':') != NULL)
    return NULL;
  return g_inet_socket_address_new_from_string (host, (guint) port);
}

/* Passwords in the clear are for this machine's own proxy only. */
static gboolean
check_plain (TsvConfig *self, GSocketAddress *address, const char *text, GError **error)
{
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  g_autofree char *problem = NULL;

  if (self->certificate != NULL || g_inet_address_get_is_loopback (inet))
    return TRUE;
  problem = g_strdup_printf ("%s is seen by other machines, and passwords would go over the wire in "
                             "the clear: give certificate and key, or listen on 127.0.0.1 behind a "
                             "proxy that has them", text);
  tsv_key_file_set_error (error, "listen", "addresses", problem);
  return FALSE;
}

static gboolean
read_addresses (TsvConfig *self, GKeyFile *file, GError **error)
{
  g_autofree char *text = tsv_key_file_dup_text (file, "listen", "addresses", NULL);
  g_auto(GStrv) words = g_strsplit_set (text != NULL ? text : DEFAULT_ADDRESS, "; ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autoptr(GSocketAddress) address = NULL;

      if (*words[i] == '\0')
        continue;
      address = parse_address (words[i]);
      if (address == NULL)
        {
          tsv_key_file_set_error (error, "listen", "addresses",
                                  "addresses with ports are wanted, as 127.0.0.1:8090 or [::1]:8090");
          return FALSE;
        }
      if (!check_plain (self, address, words[i], error))
        return FALSE;
      g_ptr_array_add (self->addresses, g_steal_pointer (&address));
    }
  if (self->addresses->len > 0)
    return TRUE;
  tsv_key_file_set_error (error, "listen", "addresses", "there is none");
  return FALSE;
}

/* "credential:NAME" is a file that systemd gave us; what only we may read is there. */
static char *
dup_path (GKeyFile *file, const char *key)
{
  g_autofree char *text = tsv_key_file_dup_text (file, "listen", key, NULL);
  const char *directory = g_getenv ("CREDENTIALS_DIRECTORY");

  if (text != NULL && g_str_has_prefix (text, CREDENTIAL) && directory != NULL)
    return g_build_filename (directory, text + strlen (CREDENTIAL), NULL);
  return g_steal_pointer (&text);
}

static gboolean
read_listen (TsvConfig *self, GKeyFile *file, GError **error)
{
  g_autofree char *behind = tsv_key_file_dup_text (file, "listen", "behind-proxy", NULL);

  self->certificate_file = dup_path (file, "certificate");
  self->key_file = dup_path (file, "key");
  if ((self->certificate_file == NULL) != (self->key_file == NULL))
    {
      tsv_key_file_set_error (error, "listen", self->certificate_file == NULL ? "certificate" : "key",
                              "certificate and key belong together");
      return FALSE;
    }
  if (behind != NULL && !g_str_equal (behind, "true") && !g_str_equal (behind, "false"))
    {
      tsv_key_file_set_error (error, "listen", "behind-proxy", "true or false is wanted");
      return FALSE;
    }
  self->is_behind_proxy = g_strcmp0 (behind, "true") == 0;
  if (self->certificate_file != NULL)
    {
      self->certificate = tsv_config_load_certificate (self, error);
      if (self->certificate == NULL)
        return FALSE;
    }
  return read_addresses (self, file, error);
}

/* ---- The rest ---- */

static gboolean
read_passwords (TsvConfig *self, GKeyFile *file, GError **error)
{
  self->database = tsv_key_file_dup_text (file, "database", "path", "TSV_DATABASE");
  if (self->database == NULL)
    self->database = g_strdup (DEFAULT_DATABASE);
  return tsv_key_file_read_number (file, "passwords", "yescrypt-cost", 1, 11, DEFAULT_COST,
                                   &self->yescrypt_cost, error);
}

/* A capability token has policies and no role, so it could not say what is wanted. */
static gboolean
read_supervisors (TsvConfig *self, GKeyFile *file, GError **error)
{
  self->supervisors = tsv_key_file_dup_list (file, "sessions", "supervisors");
  if (self->supervisors[0] == NULL ||
      tr_credentials_get_api_key_sid (self->credentials) != NULL)
    return TRUE;
  tsv_key_file_set_error (error, "sessions", "supervisors",
                          "only tokens that an API key signs have a role: name one (api-key-sid or "
                          "TR_API_KEY_SID)");
  return FALSE;
}

static gboolean
read_sessions (TsvConfig *self, GKeyFile *file, GError **error)
{
  int days;

  if (!tsv_key_file_read_number (file, "sessions", "token-seconds", 60, 24 * 3600,
                                 DEFAULT_TOKEN_SECONDS, &self->token_seconds, error) ||
      !tsv_key_file_read_number (file, "sessions", "days", 1, 365, DEFAULT_SESSION_DAYS, &days,
                                 error))
    return FALSE;
  self->session_seconds = (gint64) days * 24 * 3600;
  return read_supervisors (self, file, error);
}

static gboolean
read_policy (TsvConfig *self, GKeyFile *file, GError **error)
{
  self->policy = tsv_policy_new (file, self->auth_token != NULL, error);
  return self->policy != NULL;
}

static GKeyFile *
load_file (const char *path, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();

  if (path != NULL && !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&file);
}

static TsvConfig *
read_config (const char *path, gboolean is_for_passwords, GError **error)
{
  g_autoptr(TsvConfig) self = g_new0 (TsvConfig, 1);
  g_autoptr(GKeyFile) file = load_file (path, error);

  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  if (file == NULL)
    return NULL;
  if (check_groups (file, error) && read_passwords (self, file, error) &&
      (is_for_passwords || (read_service (self, file, error) && read_listen (self, file, error) &&
                            read_sessions (self, file, error) && read_policy (self, file, error))))
    return g_steal_pointer (&self);

  if (path != NULL)
    g_prefix_error (error, "%s: ", path);
  return NULL;
}

/**
 * tsv_config_new:
 * @path: (nullable): a key file; without it the environment says all
 * @error: a %G_KEY_FILE_ERROR or %G_IO_ERROR that names group and key, and never a secret
 *
 * Returns: (transfer full) (nullable): what a server needs, checked
 */
TsvConfig *
tsv_config_new (const char *path, GError **error)
{
  return read_config (path, FALSE, error);
}

/**
 * tsv_config_new_for_passwords:
 * @path: (nullable): a key file
 *
 * Returns: (transfer full) (nullable): what setting a password needs: the database and the cost
 */
TsvConfig *
tsv_config_new_for_passwords (const char *path, GError **error)
{
  return read_config (path, TRUE, error);
}

/**
 * tsv_config_load_certificate:
 * @self: a configuration that names a certificate
 * @error: a %G_IO_ERROR or %G_TLS_ERROR that names the key
 *
 * Returns: (transfer full) (nullable): the certificate with its key, as their files are now
 */
GTlsCertificate *
tsv_config_load_certificate (const TsvConfig *self, GError **error)
{
  g_autoptr(GTlsCertificate) certificate =
    g_tls_certificate_new_from_files (self->certificate_file, self->key_file, error);

  if (certificate == NULL)
    {
      g_prefix_error (error, "[listen] certificate: ");
      return NULL;
    }
  if (!tsv_secret_file_check (self->key_file, error))
    {
      g_prefix_error (error, "[listen] key: ");
      return NULL;
    }
  return g_steal_pointer (&certificate);
}

void
tsv_config_free (TsvConfig *self)
{
  g_clear_object (&self->endpoints);
  g_clear_object (&self->credentials);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->auth_token, tr_secret_free);
  g_clear_pointer (&self->shared_password, tr_secret_free);
  g_clear_pointer (&self->policy, tsv_policy_free);
  g_clear_pointer (&self->supervisors, g_strfreev);
  g_ptr_array_unref (self->addresses);
  g_free (self->certificate_file);
  g_free (self->key_file);
  g_free (self->base_url);
  g_free (self->ca_file);
  g_free (self->workspace_sid);
  g_free (self->database);
  g_free (self);
}
