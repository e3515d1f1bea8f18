/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-twiml.h"

#include <string.h>

#include "trs-twiml-private.h"

#define MAX_MESSAGE 400 /* bytes */

G_DEFINE_QUARK (trs-twiml-error-quark, trs_twiml_error)

TrsTwimlElement *
trs_twiml_element_new (const TrsTwimlElementSpec *spec, guint line, guint column)
{
  TrsTwimlElement *self = g_new0 (TrsTwimlElement, 1);

  self->spec = spec;
  self->line = line;
  self->column = column;
  self->text = g_string_new (NULL);
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) trs_twiml_element_free);
  while (spec->attributes[self->n_attributes].name != NULL)
    self->n_attributes++;
  self->attributes = g_new0 (TrsTwimlAttribute, self->n_attributes + 1);
  return self;
}

/* As deep as the parser allows, no deeper. */
void
trs_twiml_element_free (TrsTwimlElement *self)
{
  for (guint i = 0; i < self->n_attributes; i++)
    g_free (self->attributes[i].value);
  g_free (self->attributes);
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->children);
  g_clear_pointer (&self->task_attributes, json_object_unref);
  g_free (self->problem);
  g_free (self);
}

/* Only the first problem counts. */
void
trs_twiml_element_break (TrsTwimlElement *self, guint code, const char *problem)
{
  if (self->problem != NULL)
    return;

  self->problem_code = code;
  self->problem = g_strdup (problem);
}

/* Cuts a message that quotes a long value, and keeps it on one line. */
static void
tidy (char *message)
{
  const char *end;

  if (strlen (message) > MAX_MESSAGE)
    {
      g_utf8_validate (message, MAX_MESSAGE, &end);
      message[end - message] = '\0';
    }
  g_strdelimit (message, "\r\n\t", ' ');
}

void
trs_twiml_warn (TrsTwiml *self, guint code, guint line, guint column, const char *format, ...)
{
  TrsTwimlWarning *warning;
  va_list args;

  if (self->warnings->len >= TRS_TWIML_MAX_WARNINGS)
    return;

  warning = g_new0 (TrsTwimlWarning, 1);
  warning->code = code;
  warning->line = line;
  warning->column = column;
  va_start (args, format);
  warning->message = g_strdup_vprintf (format, args);
  va_end (args);
  tidy (warning->message);
  g_ptr_array_add (self->warnings, warning);
}

/**
 * trs_twiml_ref:
 * @self: a document
 *
 * Returns: (transfer full): @self
 */
TrsTwiml *
trs_twiml_ref (TrsTwiml *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * trs_twiml_unref:
 * @self: (transfer full): a document
 */
void
trs_twiml_unref (TrsTwiml *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->response, trs_twiml_element_free);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

/**
 * trs_twiml_get_response:
 * @self: a document
 *
 * Returns: the root; its children are the verbs
 */
const TrsTwimlElement *
trs_twiml_get_response (TrsTwiml *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->response;
}

/**
 * trs_twiml_get_warnings:
 * @self: a document
 *
 * Returns: (element-type TrsTwimlWarning): in the order of the document, at most
 *   #TRS_TWIML_MAX_WARNINGS
 */
GPtrArray *
trs_twiml_get_warnings (TrsTwiml *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->warnings;
}

TrsTwimlKind
trs_twiml_element_get_kind (const TrsTwimlElement *self)
{
  g_return_val_if_fail (self != NULL, TRS_TWIML_RESPONSE);

  return self->spec->kind;
}

/**
 * trs_twiml_element_get_name:
 * @self: an element
 *
 * Returns: as it is written, such as "Say"
 */
const char *
trs_twiml_element_get_name (const TrsTwimlElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->spec->name;
}

guint
trs_twiml_element_get_line (const TrsTwimlElement *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->line;
}

/**
 * trs_twiml_element_get_text:
 * @self: an element
 *
 * Returns: its text without blanks at the ends, "" for none. Of a Say it is the words without the
 *   speech mark-up around them; of a Dial, the number that stands there without a noun
 */
const char *
trs_twiml_element_get_text (const TrsTwimlElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text->str;
}

/**
 * trs_twiml_element_get_silence:
 * @self: an element
 *
 * Returns: how long the `break`s in the speech of a Say are together, in microseconds
 */
gint64
trs_twiml_element_get_silence (const TrsTwimlElement *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->silence;
}

/**
 * trs_twiml_element_get_children:
 * @self: an element
 *
 * Returns: (element-type TrsTwimlElement): those that are allowed there
 */
GPtrArray *
trs_twiml_element_get_children (const TrsTwimlElement *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->children;
}

/**
 * trs_twiml_element_get_child:
 * @self: an element
 * @kind: of a noun
 *
 * Returns: (nullable): the first child of that kind
 */
const TrsTwimlElement *
trs_twiml_element_get_child (const TrsTwimlElement *self, TrsTwimlKind kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->children->len; i++)
    {
      const TrsTwimlElement *child = g_ptr_array_index (self->children, i);

      if (child->spec->kind == kind)
        return child;
    }
  return NULL;
}

static const TrsTwimlAttributeSpec *
look_up (const TrsTwimlElement *self, const char *name, TrsTwimlAttribute *attribute)
{
  const TrsTwimlAttributeSpec *spec;
  guint index = 0;

  spec = trs_twiml_schema_find_attribute (self->spec, name, &index);
  if (spec == NULL)
    g_critical ("%s has no attribute %s", self->spec->name, name);
  else
    *attribute = self->attributes[index];
  return spec;
}

/**
 * trs_twiml_element_has:
 * @self: an element
 * @attribute: a name that the element can have
 *
 * Returns: whether it is given, with a value that is valid
 */
gboolean
trs_twiml_element_has (const TrsTwimlElement *self, const char *attribute)
{
  TrsTwimlAttribute found;

  g_return_val_if_fail (self != NULL, FALSE);

  return look_up (self, attribute, &found) != NULL && found.value != NULL;
}

/**
 * trs_twiml_element_get_string:
 * @self: an element
 * @attribute: a name that the element can have
 *
 * Returns: (nullable): its value, or the service's default, or %NULL where there is none
 */
const char *
trs_twiml_element_get_string (const TrsTwimlElement *self, const char *attribute)
{
  const TrsTwimlAttributeSpec *spec;
  TrsTwimlAttribute found;

  g_return_val_if_fail (self != NULL, NULL);

  spec = look_up (self, attribute, &found);
  if (spec == NULL)
    return NULL;
  return found.value != NULL ? found.value : spec->fallback;
}

/**
 * trs_twiml_element_get_int:
 * @self: an element
 * @attribute: a name that the element can have, of a number
 *
 * Returns: its value, or the service's default. Times are in seconds
 */
int
trs_twiml_element_get_int (const TrsTwimlElement *self, const char *attribute)
{
  const TrsTwimlAttributeSpec *spec;
  TrsTwimlAttribute found;

  g_return_val_if_fail (self != NULL, 0);

  spec = look_up (self, attribute, &found);
  if (spec == NULL)
    return 0;
  if (found.value != NULL)
    return found.number;
  return spec->fallback != NULL ? (int) g_ascii_strtoll (spec->fallback, NULL, 10) : 0;
}

/**
 * trs_twiml_element_get_bool:
 * @self: an element
 * @attribute: a name that the element can have, of a truth
 *
 * Returns: its value, or the service's default
 */
gboolean
trs_twiml_element_get_bool (const TrsTwimlElement *self, const char *attribute)
{
  return g_strcmp0 (trs_twiml_element_get_string (self, attribute), "true") == 0;
}

/**
 * trs_twiml_element_get_problem:
 * @self: an element
 * @code: (out) (optional): the service's code
 *
 * Returns: (nullable): why it cannot be carried out, such as an Enqueue whose workflowSid is none;
 *   %NULL when it can
 */
const char *
trs_twiml_element_get_problem (const TrsTwimlElement *self, guint *code)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (code != NULL)
    *code = self->problem_code;
  return self->problem;
}

/**
 * trs_twiml_element_get_task_attributes:
 * @self: an Enqueue
 *
 * Returns: (nullable): the JSON object in its Task, for the task's attributes
 */
JsonObject *
trs_twiml_element_get_task_attributes (const TrsTwimlElement *self)
{
  const TrsTwimlElement *task;

  g_return_val_if_fail (self != NULL, NULL);

  task = trs_twiml_element_get_child (self, TRS_TWIML_TASK);
  return task != NULL ? task->task_attributes : NULL;
}
