/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trd-setup-source.h"

#include <string.h>

#include <gio/gio.h>

#include "tr-json.h"

#include "trd-setup-yaml.h"

struct _TrdSource
{
  char *name;         /* of the file, for complaints */
  char *text;         /* what was read */
  gsize length;
  JsonNode *root;     /* an object */
  GPtrArray *complaints; /* nullable: of TrdComplaint; NULL: the first one ends it */
  GHashTable *places; /* nullable: path → TrsPlace, of YAML; JSON is walked once more instead */
};

static void
set_error_at (GError **error, const char *name, TrsPlace place, const char *message)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s:%u:%u: %s", name, place.line,
               place.column, message);
}

/* "not JSON: … at byte 7" → "NAME:1:8: not JSON: …" */
static void
set_json_error (TrdSource *self, const char *message, GError **error)
{
  g_autofree char *words = g_strdup (message);
  char *at = g_strrstr (words, " at byte ");
  TrsPlace place = { 1, 1 };

  if (at != NULL)
    {
      place = trs_place_of_byte (self->text, self->length,
                                 g_ascii_strtoull (at + strlen (" at byte "), NULL, 10));
      *at = '\0';
    }
  set_error_at (error, self->name, place, words);
}

static gboolean
parse_json (TrdSource *self, GError **error)
{
  g_autoptr(GError) cause = NULL;

  self->root = tr_json_parse (self->text, (gssize) self->length, &cause);
  if (self->root == NULL)
    set_json_error (self, cause->message, error);
  return self->root != NULL;
}

static gboolean
parse_yaml (TrdSource *self, GError **error)
{
  g_autofree char *problem = NULL;
  TrsPlace place = { 1, 1 };

  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->root = trd_yaml_parse (self->text, self->length, self->places, &place, &problem);
  if (self->root == NULL)
    set_error_at (error, self->name, place, problem);
  return self->root != NULL;
}

/**
 * trd_source_new:
 * @name: what to call it in complaints; one that ends in ".json" is JSON, all else is YAML
 * @text: what it says
 * @length: its bytes
 *
 * Returns: (transfer full) (nullable): the tree; %NULL with %G_IO_ERROR_INVALID_ARGUMENT that says
 *   "NAME:LINE:COLUMN: what is wrong"
 */
TrdSource *
trd_source_new (const char *name, const char *text, gsize length, GError **error)
{
  g_autoptr(TrdSource) self = g_new0 (TrdSource, 1);
  gboolean is_good;

  self->name = g_strdup (name);
  self->text = g_malloc0 (length + 1); /* never NULL */
  memcpy (self->text, text, length);
  self->length = length;
  is_good = g_str_has_suffix (name, ".json") ? parse_json (self, error) : parse_yaml (self, error);
  if (!is_good)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (self->root))
    {
      trd_source_refuse (self, "", error, "is no mapping with members such as 'workspace'");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * trd_source_load:
 * @path: a file
 *
 * Returns: (transfer full) (nullable): as trd_source_new()
 */
TrdSource *
trd_source_load (const char *path, GError **error)
{
  g_autofree char *text = g_malloc (TR_JSON_MAX_BYTES + 1);
  g_autoptr(GError) cause = NULL;
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, NULL, &cause);
  gsize length;

  /* It may be a pipe, or a device without an end. */
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, TR_JSON_MAX_BYTES + 1,
                                                  &length, NULL, &cause))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s: %s", path, cause->message);
      return NULL;
    }
  if (length > TR_JSON_MAX_BYTES)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s is longer than %d bytes", path,
                   TR_JSON_MAX_BYTES);
      return NULL;
    }
  return trd_source_new (path, text, length, error);
}

void
trd_source_free (TrdSource *self)
{
  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->complaints, g_ptr_array_unref);
  g_free (self);
}

JsonObject *
trd_source_get_root (TrdSource *self)
{
  return json_node_get_object (self->root);
}

/**
 * trd_source_get_place:
 * @self: a source
 * @path: of a value
 *
 * Returns: where it begins; where it is missing, what should hold it
 */
TrsPlace
trd_source_get_place (TrdSource *self, const char *path)
{
  g_autofree char *part = g_strdup (path);
  const TrsPlace *place;

  if (self->places == NULL)
    return trs_place_of_field (self->text, self->length, path);

  while ((place = g_hash_table_lookup (self->places, part)) == NULL && *part != '\0')
    {
      char *dot = strrchr (part, '.');
      char *bracket = strrchr (part, '[');
      char *end = MAX (dot, bracket);

      *(end != NULL ? end : part) = '\0';
    }
  return place != NULL ? *place : (TrsPlace) { 1, 1 };
}

/**
 * trd_source_dup_complaint:
 * @self: a source
 * @path: of a value; "" is the whole
 * @complaint: what is wrong with it, as "is missing"
 *
 * Returns: (transfer full): "FILE:LINE:COLUMN: PATH: COMPLAINT"
 */
char *
trd_source_dup_complaint (TrdSource *self, const char *path, const char *complaint)
{
  TrsPlace place = trd_source_get_place (self, path);

  return g_strdup_printf ("%s:%u:%u: %s%s%s", self->name, place.line, place.column,
                          *path != '\0' ? path : "the file", *path != '\0' ? ": " : " ", complaint);
}

static void
trd_complaint_free (gpointer data)
{
  TrdComplaint *self = data;

  g_free (self->path);
  g_free (self->complaint);
  g_free (self);
}

static void
add_complaint (TrdSource *self, const char *path, const char *complaint)
{
  TrdComplaint *one = g_new0 (TrdComplaint, 1);

  one->path = g_strdup (path);
  one->complaint = g_strdup (complaint);
  g_ptr_array_add (self->complaints, one);
}

/**
 * trd_source_collect:
 * @self: a source
 *
 * From now on what trd_source_refuse() says is kept, and trd_source_forgives() lets the reader go on.
 */
void
trd_source_collect (TrdSource *self)
{
  if (self->complaints == NULL)
    self->complaints = g_ptr_array_new_with_free_func (trd_complaint_free);
}

GPtrArray *
trd_source_get_complaints (TrdSource *self)
{
  return self->complaints;
}

guint
trd_source_count_complaints (TrdSource *self)
{
  return self->complaints != NULL ? self->complaints->len : 0;
}

/**
 * trd_source_forgives:
 * @self: a source
 * @cause: (transfer full): of trd_source_refuse()
 * @error: where @cause goes if it ends the reading
 *
 * Returns: whether to go on: all complaints are wanted, and this one is kept
 */
gboolean
trd_source_forgives (TrdSource *self, GError *cause, GError **error)
{
  if (self->complaints == NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  g_error_free (cause);
  return TRUE;
}

/**
 * trd_source_refuse:
 * @self: a source
 * @path: of a value
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT
 * @format: what is wrong with it, as "is missing"
 *
 * Returns: %FALSE
 */
gboolean
trd_source_refuse (TrdSource *self, const char *path, GError **error, const char *format, ...)
{
  g_autofree char *complaint = NULL;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->complaints != NULL)
    add_complaint (self, path, complaint);
  message = trd_source_dup_complaint (self, path, complaint);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
  return FALSE;
}
