/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-twiml-schema.h"

G_BEGIN_DECLS

/* How documents are kept. Private to this folder: the parser writes them, then nobody does. */

typedef struct
{
  char *value; /* NULL: not given, or not valid */
  int number;
} TrsTwimlAttribute;

struct _TrsTwimlElement
{
  const TrsTwimlElementSpec *spec;
  guint line;
  guint column;
  TrsTwimlAttribute *attributes; /* one for each of the spec */
  guint n_attributes;
  GString *text; /* of it and of its inline children */
  gint64 silence; /* of its breaks, in microseconds */
  GPtrArray *children;
  JsonObject *task_attributes; /* Task only; NULL for none */
  guint problem_code;
  char *problem; /* nullable: why it cannot be carried out */
};

struct _TrsTwiml
{
  gatomicrefcount ref_count;
  TrsTwimlElement *response;
  GPtrArray *warnings;
};

TrsTwimlElement *trs_twiml_element_new (const TrsTwimlElementSpec *spec, guint line, guint column);
void trs_twiml_element_free (TrsTwimlElement *self);
void trs_twiml_element_break (TrsTwimlElement *self, guint code, const char *problem);

gint64 trs_twiml_read_break (const char **names, const char **values);
char *trs_twiml_read_text (const char *text, gssize length, GError **error);

G_GNUC_PRINTF (5, 6)
void trs_twiml_warn (TrsTwiml *self, guint code, guint line, guint column, const char *format, ...);

G_END_DECLS
