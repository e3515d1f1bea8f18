/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-refusal.h"

G_DEFINE_QUARK (trs-refusal-quark, trs_refusal)

static const struct
{
  int code;
  guint status;
} statuses[] = {
  { 20003, 401 }, { 20004, 405 }, { 20101, 401 }, { 20102, 401 }, { 20103, 401 },
  { 20104, 401 }, { 20105, 401 }, { 20106, 401 }, { 20107, 401 }, { 20403, 403 },
  { 20404, 404 }, { 20409, 409 }, { 20412, 412 }, { 20413, 413 }, { 20429, 429 }, { 20500, 500 },
  { 20503, 503 },
};

/* Whose errors are refusals, too. Filled before anything listens. */
static GHashTable *domains;

/**
 * trs_refusal_add_domain:
 * @domain: of errors that handlers may answer with as they are
 * @read: tells what they are on the wire
 *
 * Once for each domain, from the main context.
 */
void
trs_refusal_add_domain (GQuark domain, TrsRefusalReadFunc read)
{
  if (domains == NULL)
    domains = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (domains, GUINT_TO_POINTER (domain), (gpointer) read);
}

static gboolean
read_domain (const GError *error, int *code, guint *status)
{
  TrsRefusalReadFunc read =
    domains != NULL
      ? (TrsRefusalReadFunc) g_hash_table_lookup (domains, GUINT_TO_POINTER (error->domain))
      : NULL;

  if (read == NULL)
    return FALSE;
  read (error, code, status);
  return TRUE;
}

/**
 * trs_refusal_get_code:
 * @error: what a handler failed with
 *
 * Returns: the service's number for it; 20500 for what should not have reached a handler
 */
int
trs_refusal_get_code (const GError *error)
{
  int code = 20500;
  guint status;

  if (!read_domain (error, &code, &status) && error->domain == TRS_REFUSAL)
    code = error->code;
  return code;
}

/**
 * trs_refusal_get_status:
 * @error: what a handler failed with
 *
 * Returns: the HTTP status that goes with it; 400 for what has no status of its own
 *
 * Source: the service's error dictionary.
 */
guint
trs_refusal_get_status (const GError *error)
{
  int code = trs_refusal_get_code (error);
  guint status;

  if (read_domain (error, &code, &status))
    return status;
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (statuses[i].code == code)
        return statuses[i].status;
    }
  return 400;
}

/**
 * trs_refusal_to_json:
 * @error: what a handler failed with
 *
 * Returns: (transfer full): the service's error envelope
 */
JsonNode *
trs_refusal_to_json (const GError *error)
{
  int code = trs_refusal_get_code (error);
  g_autofree char *more_info = g_strdup_printf ("https://www.twilio.com/docs/errors/%d", code);
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "code", code);
  json_object_set_string_member (object, "message", error->message);
  json_object_set_string_member (object, "more_info", more_info);
  json_object_set_int_member (object, "status", trs_refusal_get_status (error));
  json_node_take_object (node, object);
  return node;
}

/**
 * trs_refusal_set_not_found:
 * @error: where to put it
 * @path: what was asked for, as the answer names it
 */
void
trs_refusal_set_not_found (GError **error, const char *path)
{
  g_set_error (error, TRS_REFUSAL, 20404, "The requested resource %s was not found", path);
}
