/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-wire-line.h"

#include <string.h>

#include "resource/trs-fields.h"
#include "tr-json.h"
#include "tr-redact.h"

#define MAX_BODY (32 * 1024)
#define MAX_TARGET (8 * 1024)

/* What a line costs beside its texts, and a set of headers; roughly. */
#define LINE_SIZE 256
#define HEADERS_SIZE 1024

/* The longest secret without a name that tr_redact() knows by its length. */
#define MAX_SECRET 32

/* Where a text may be cut: a half of a secret is not known as one. */
static gsize
find_cut (const char *text, gsize length)
{
  gsize cut = length;

  while (cut > length - 2 * MAX_SECRET && g_ascii_isalnum (text[cut - 1]))
    cut--;
  return cut;
}

/* A small body is shared with who wrote it; only a large one's beginning is copied. */
static GBytes *
keep_body (TrsWireLine *self, GBytes *body)
{
  gsize length = 0;
  const char *text;

  if (body == NULL)
    return NULL;
  text = g_bytes_get_data (body, &length);
  self->n_bytes += length;
  if (length <= MAX_BODY)
    return g_bytes_ref (body);
  self->is_cut = TRUE;
  return g_bytes_new (text, find_cut (text, MAX_BODY));
}

static char *
keep_target (const char *target)
{
  gsize length = strlen (target);

  return g_strndup (target, length <= MAX_TARGET ? length : find_cut (target, MAX_TARGET));
}

/**
 * trs_wire_line_new:
 * @entry: what went over the wire
 * @id: its number
 * @time: microseconds since the epoch
 *
 * Returns: (transfer full): what is kept of it
 */
TrsWireLine *
trs_wire_line_new (const TrsWireEntry *entry, guint64 id, gint64 time)
{
  TrsWireLine *self = g_new0 (TrsWireLine, 1);

  self->id = id;
  self->time = time;
  self->kind = entry->kind;
  self->method = g_strdup (entry->method);
  self->target = keep_target (entry->target);
  self->status = entry->status;
  self->note = g_strdup (entry->note);
  if (entry->request_headers != NULL)
    self->request_headers = soup_message_headers_ref (entry->request_headers);
  if (entry->response_headers != NULL)
    self->response_headers = soup_message_headers_ref (entry->response_headers);
  self->request_body = keep_body (self, entry->request_body);
  self->response_body = keep_body (self, entry->response_body);
  return self;
}

void
trs_wire_line_free (TrsWireLine *self)
{
  g_clear_pointer (&self->request_headers, soup_message_headers_unref);
  g_clear_pointer (&self->response_headers, soup_message_headers_unref);
  g_clear_pointer (&self->request_body, g_bytes_unref);
  g_clear_pointer (&self->response_body, g_bytes_unref);
  g_free (self->method);
  g_free (self->target);
  g_free (self->note);
  g_free (self);
}

/**
 * trs_wire_line_get_size:
 *
 * Returns: bytes that it holds, roughly
 */
gsize
trs_wire_line_get_size (const TrsWireLine *self)
{
  gsize size = LINE_SIZE + strlen (self->target);

  if (self->request_headers != NULL)
    size += HEADERS_SIZE;
  if (self->response_headers != NULL)
    size += HEADERS_SIZE;
  if (self->request_body != NULL)
    size += g_bytes_get_size (self->request_body);
  if (self->response_body != NULL)
    size += g_bytes_get_size (self->response_body);
  return size;
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  g_autofree char *redacted = text != NULL ? tr_redact (text, TR_REDACT_SECRETS) : NULL;

  trs_fields_set_string (object, name, redacted);
}

static void
set_body (JsonObject *object, const char *name, GBytes *body)
{
  gsize length = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autofree char *text = bytes != NULL ? g_strndup (bytes, length) : NULL;

  set_text (object, name, text);
}

static void
set_headers (JsonObject *object, const char *name, SoupMessageHeaders *headers)
{
  g_autoptr(GString) text = NULL;
  SoupMessageHeadersIter iter;
  const char *header;
  const char *value;

  if (headers != NULL)
    {
      text = g_string_new (NULL);
      soup_message_headers_iter_init (&iter, headers);
      while (soup_message_headers_iter_next (&iter, &header, &value))
        g_string_append_printf (text, "%s: %s\n", header, value);
    }
  set_text (object, name, text != NULL ? text->str : NULL);
}

static const char *
kind_to_string (TrsWireKind kind)
{
  static const char *const words[] = { "request", "event", "webhook" };

  return words[kind];
}

/* What a message to a socket calls itself. */
static char *
dup_event_type (const TrsWireLine *self)
{
  g_autoptr(JsonNode) node = NULL;
  const char *type = NULL;

  if (self->kind != TRS_WIRE_EVENT || self->response_body == NULL || self->is_cut)
    return NULL;
  node = tr_json_parse_bytes (self->response_body, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    tr_json_optional_string (json_node_get_object (node), "event_type", &type, NULL);
  return g_strdup (type);
}

/**
 * trs_wire_line_to_json:
 * @self: a line
 * @brief: without headers and bodies
 *
 * Returns: (transfer full): the line with its secrets masked
 */
JsonObject *
trs_wire_line_to_json (const TrsWireLine *self, gboolean brief)
{
  JsonObject *object = json_object_new ();
  g_autofree char *type = dup_event_type (self);

  json_object_set_int_member (object, "id", (gint64) self->id);
  trs_fields_set_iso_date (object, "time", self->time);
  json_object_set_double_member (object, "epoch", (double) self->time / G_USEC_PER_SEC);
  json_object_set_string_member (object, "kind", kind_to_string (self->kind));
  trs_fields_set_string (object, "method", self->method);
  set_text (object, "target", self->target);
  json_object_set_int_member (object, "status", self->status);
  set_text (object, "note", self->note != NULL ? self->note : type);
  json_object_set_int_member (object, "bytes", (gint64) self->n_bytes);
  if (brief)
    return object;

  json_object_set_boolean_member (object, "cut", self->is_cut);
  set_headers (object, "request_headers", self->request_headers);
  set_body (object, "request_body", self->request_body);
  set_headers (object, "response_headers", self->response_headers);
  set_body (object, "response_body", self->response_body);
  return object;
}
