/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml.h"

#include <string.h>

#include "tr-json.h"
#include "trs-twiml-private.h"

typedef struct
{
  TrsTwiml *document;
  GPtrArray *open;   /* borrowed: the elements that we are in, without the skipped */
  guint depth;       /* of all elements that we are in */
  guint skipped;     /* how many of them, from the first that is not allowed there */
  guint inlined;     /* how many of them are only text to us */
} Parser;

static TrsTwimlElement *
current (Parser *parser)
{
  return parser->open->len > 0 ? g_ptr_array_index (parser->open, parser->open->len - 1) : NULL;
}

static void
position (GMarkupParseContext *context, guint *line, guint *column)
{
  int l = 1;
  int c = 1;

  g_markup_parse_context_get_position (context, &l, &c);
  *line = (guint) MAX (l, 1);
  *column = (guint) MAX (c, 1);
}

static void
warn_value (Parser *parser,
            TrsTwimlElement *element,
            const TrsTwimlAttributeSpec *spec,
            const char *value)
{
  guint code = spec->code != 0 ? spec->code : TRS_TWIML_WARNING_SCHEMA;
  g_autofree char *message =
    g_strdup_printf ("The value '%.100s' of attribute '%s' on element '%s' is not valid with "
                     "respect to its type, '%s'.",
                     value, spec->name, element->spec->name, trs_twiml_schema_type_name (spec));
  g_autofree char *valid =
    g_utf8_make_valid (message, -1); /* the value may be cut in a character */

  trs_twiml_warn (parser->document, code, element->line, element->column, "%s", valid);
  if (spec->code != 0)
    trs_twiml_element_break (element, code, valid);
}

static void
set_attribute (Parser *parser, TrsTwimlElement *element, const char *name, const char *value)
{
  const TrsTwimlAttributeSpec *spec;
  guint index = 0;
  int number = 0;

  spec = trs_twiml_schema_find_attribute (element->spec, name, &index);
  if (spec == NULL)
    {
      if (!g_str_has_prefix (name, "xmlns") && !g_str_has_prefix (name, "xml:") &&
          !g_str_has_prefix (name, "xsi:"))
        trs_twiml_warn (parser->document, TRS_TWIML_WARNING_SCHEMA, element->line, element->column,
                        "Attribute '%s' is not allowed to appear in element '%s'.", name,
                        element->spec->name);
      return;
    }
  if (!trs_twiml_schema_is_valid (spec, value, &number))
    {
      warn_value (parser, element, spec, value);
      return;
    }

  if (spec->type == TRS_TWIML_TYPE_METHOD)
    element->attributes[index].value = g_ascii_strup (value, -1);
  else if (spec->type == TRS_TWIML_TYPE_BOOLEAN)
    element->attributes[index].value = g_ascii_strdown (value, -1);
  else
    element->attributes[index].value = g_strdup (value);
  element->attributes[index].number = number;
}

static gboolean
check_twice (const char **names, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      for (guint j = 0; j < i; j++)
        {
          if (strcmp (names[i], names[j]) == 0)
            {
              g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                           "Attribute \"%s\" was already specified", names[i]);
              return FALSE;
            }
        }
    }
  return TRUE;
}

static void
warn_misplaced (Parser *parser,
                const TrsTwimlElement *parent,
                const char *name,
                guint line,
                guint column)
{
  if (parent->spec->kind == TRS_TWIML_RESPONSE && trs_twiml_schema_is_elsewhere (name))
    trs_twiml_warn (parser->document, TRS_TWIML_WARNING_NOT_RUN, line, column,
                    "<%s> is not run by the sandbox.", name);
  else if (*parent->spec->children != '\0')
    {
      g_auto(GStrv) words = g_strsplit (parent->spec->children, " ", -1);
      g_autofree char *allowed = g_strjoinv (", ", words);

      trs_twiml_warn (parser->document, TRS_TWIML_WARNING_SCHEMA, line, column,
                      "Invalid content was found starting with element '%s'. One of '{%s}' is "
                      "expected.",
                      name, allowed);
    }
  else
    trs_twiml_warn (parser->document, TRS_TWIML_WARNING_SCHEMA, line, column,
                    "Element '%s' must have no element children, but '%s' was found.",
                    parent->spec->name, name);
}

/* Whether the element that opens is one of the document's; else what it is instead is counted. */
static gboolean
check_place (Parser *parser, const char *name, guint line, guint column, GError **error)
{
  TrsTwimlElement *parent = current (parser);

  if (parser->skipped > 0)
    parser->skipped++;
  else if (parent == NULL && parser->document->response != NULL)
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE,
                         "The markup in the document following the root element must be "
                         "well-formed.");
  else if (parent == NULL && strcmp (name, "Response") != 0)
    g_set_error_literal (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_ROOT,
                         "The root element must be <Response>");
  else if (parent == NULL)
    return TRUE;
  else if (parser->inlined > 0 || trs_twiml_schema_has_word (parent->spec->inline_children, name))
    parser->inlined++;
  else if (trs_twiml_schema_has_word (parent->spec->children, name))
    return TRUE;
  else
    {
      parser->skipped = 1;
      warn_misplaced (parser, parent, name, line, column);
    }
  return FALSE;
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *name,
                  const char **attribute_names,
                  const char **attribute_values,
                  gpointer user_data,
                  GError **error)
{
  Parser *parser = user_data;
  TrsTwimlElement *parent = current (parser);
  TrsTwimlElement *element;
  guint line;
  guint column;

  position (context, &line, &column);
  if (!check_twice (attribute_names, error))
    return;
  if (++parser->depth > TRS_TWIML_MAX_DEPTH)
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                   "elements are nested more than %d deep", TRS_TWIML_MAX_DEPTH);
      return;
    }
  if (!check_place (parser, name, line, column, error))
    {
      if (parser->inlined > 0 && strcmp (name, "break") == 0)
        parent->silence += trs_twiml_read_break (attribute_names, attribute_values);
      return;
    }

  element = trs_twiml_element_new (trs_twiml_schema_find (name), line, column);
  if (parent == NULL)
    parser->document->response = element;
  else
    g_ptr_array_add (parent->children, element);
  g_ptr_array_add (parser->open, element);
  for (guint i = 0; attribute_names[i] != NULL; i++)
    set_attribute (parser, element, attribute_names[i], attribute_values[i]);
}

/* The task's attributes, without which none is made. */
static void
read_task (Parser *parser, TrsTwimlElement *task, TrsTwimlElement *enqueue)
{
  static const char message[] = "The task's attributes are not a JSON object.";
  g_autoptr(JsonNode) node = NULL;

  if (task->text->len == 0)
    return;

  node = tr_json_parse (task->text->str, -1, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      task->task_attributes = json_node_dup_object (node);
      return;
    }
  trs_twiml_warn (parser->document, TRS_TWIML_WARNING_ATTRIBUTES, task->line, task->column, "%s",
                  message);
  trs_twiml_element_break (enqueue, TRS_TWIML_WARNING_ATTRIBUTES, message);
}

static void
trim (GString *text)
{
  g_strstrip (text->str);
  g_string_truncate (text, strlen (text->str));
}

static void
end_element_cb (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Parser *parser = user_data;
  TrsTwimlElement *element = current (parser);

  parser->depth--;
  if (parser->skipped > 0)
    {
      parser->skipped--;
      return;
    }
  if (parser->inlined > 0)
    {
      parser->inlined--;
      return;
    }

  trim (element->text);
  g_ptr_array_set_size (parser->open, (int) parser->open->len - 1);
  if (element->spec->kind == TRS_TWIML_TASK)
    read_task (parser, element, current (parser));
  else if (element->problem != NULL && current (parser) != NULL) /* a Dial with such a Queue */
    trs_twiml_element_break (current (parser), element->problem_code, element->problem);
}

static void
text_cb (GMarkupParseContext *context,
         const char *chars,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Parser *parser = user_data;
  TrsTwimlElement *element = current (parser);
  guint line;
  guint column;

  if (element == NULL || parser->skipped > 0)
    return;

  if (element->spec->has_text)
    {
      g_string_append_len (element->text, chars, (gssize) length);
      return;
    }
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (chars[i]))
        {
          position (context, &line, &column);
          trs_twiml_warn (parser->document, TRS_TWIML_WARNING_SCHEMA, line, column,
                          "Element '%s' must have no character [children], because the type's "
                          "content type is element-only.",
                          element->spec->name);
          return;
        }
    }
}

/* A comment, a processing instruction or a DOCTYPE. */
static void
passthrough_cb (GMarkupParseContext *context,
                const char *chars,
                gsize length,
                gpointer user_data,
                GError **error)
{
  if (length >= 2 && memcmp (chars, "<!", 2) == 0 &&
      !(length >= 4 && memcmp (chars, "<!--", 4) == 0))
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                         "DOCTYPE is disallowed");
}

static const GMarkupParser callbacks = {
  start_element_cb, end_element_cb, text_cb, passthrough_cb, NULL
};

/* Puts the position before GMarkup's words, unless they are ours already. */
static void
propagate (GMarkupParseContext *context, GError **error, GError *markup_error)
{
  if (markup_error->domain == TRS_TWIML_ERROR)
    {
      g_propagate_error (error, markup_error);
      return;
    }

  if (error != NULL)
    {
      guint line;
      guint column;

      position (context, &line, &column);
      *error = g_error_new (TRS_TWIML_ERROR, TRS_TWIML_ERROR_PARSE,
                            "Error on line %u, column %u of the document: %s", line, column,
                            markup_error->message);
      g_strdelimit ((*error)->message, "\r\n\t", ' ');
    }
  g_error_free (markup_error);
}

static void
warning_free (TrsTwimlWarning *warning)
{
  g_free (warning->message);
  g_free (warning);
}

static TrsTwiml *
document_new (void)
{
  TrsTwiml *document = g_new0 (TrsTwiml, 1);

  g_atomic_ref_count_init (&document->ref_count);
  document->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify) warning_free);
  return document;
}

/**
 * trs_twiml_parse:
 * @text: bytes from anywhere
 * @length: how many, or -1 when @text ends with a NUL
 * @error: return location
 *
 * Reads UTF-8, with or without a byte order mark. Entities other than XML's own five, a DOCTYPE and
 * other encodings are refused.
 *
 * Returns: (transfer full): a document, or %NULL with a #TrsTwimlError
 */
TrsTwiml *
trs_twiml_parse (const char *text, gssize length, GError **error)
{
  g_autoptr(TrsTwiml) document = NULL;
  g_autoptr(GMarkupParseContext) context = NULL;
  g_autoptr(GPtrArray) open = g_ptr_array_new ();
  g_autofree char *xml = NULL;
  GError *markup_error = NULL;
  Parser parser = { 0 };

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  xml = trs_twiml_read_text (text, length, error);
  if (xml == NULL)
    return NULL;

  document = document_new ();
  parser.document = document;
  parser.open = open;
  context = g_markup_parse_context_new (&callbacks, G_MARKUP_TREAT_CDATA_AS_TEXT, &parser, NULL);
  if (!g_markup_parse_context_parse (context, xml, -1, &markup_error) ||
      !g_markup_parse_context_end_parse (context, &markup_error))
    {
      propagate (context, error, markup_error);
      return NULL;
    }
  if (document->response == NULL) /* nothing but comments */
    {
      g_set_error_literal (error, TRS_TWIML_ERROR, TRS_TWIML_ERROR_ROOT,
                           "The root element must be <Response>");
      return NULL;
    }
  return g_steal_pointer (&document);
}
