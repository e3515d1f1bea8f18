/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-twiml.h"

G_BEGIN_DECLS

/* What elements and attributes there are. Private to this folder. */

typedef enum
{
  TRS_TWIML_TYPE_STRING,
  TRS_TWIML_TYPE_METHOD,  /* GET or POST */
  TRS_TWIML_TYPE_BOOLEAN, /* true or false */
  TRS_TWIML_TYPE_INTEGER, /* between minimum and maximum */
  TRS_TWIML_TYPE_SECONDS, /* an integer, or "auto", which is as if it were not there */
  TRS_TWIML_TYPE_WORD,    /* one of the words */
  TRS_TWIML_TYPE_WORDS,   /* some of the words, with blanks between */
  TRS_TWIML_TYPE_KEYS,    /* of a telephone: 0-9, *, # */
  TRS_TWIML_TYPE_SID,     /* with the prefix that is in words */
} TrsTwimlType;

typedef struct
{
  const char *name;
  TrsTwimlType type;
  const char *fallback; /* nullable */
  int minimum;
  int maximum;
  const char *words;
  guint code; /* of the warning about a bad value; 0 for 12200. Not 0 also breaks the element */
} TrsTwimlAttributeSpec;

typedef struct
{
  const char *name;
  TrsTwimlKind kind;
  const char *children; /* names with blanks between; "" for none */
  const char *inline_children; /* elements that are only text to us (SSML) */
  gboolean has_text;
  const TrsTwimlAttributeSpec *attributes; /* sorted as they are documented; ends with a NULL name */
} TrsTwimlElementSpec;

const TrsTwimlElementSpec *trs_twiml_schema_get (TrsTwimlKind kind);
const TrsTwimlElementSpec *trs_twiml_schema_find (const char *name);
const TrsTwimlAttributeSpec *trs_twiml_schema_find_attribute (const TrsTwimlElementSpec *element, const char *name, guint *index);
gboolean trs_twiml_schema_is_valid (const TrsTwimlAttributeSpec *attribute, const char *value, int *number);
gboolean trs_twiml_schema_has_word (const char *words, const char *word);
gboolean trs_twiml_schema_is_elsewhere (const char *name);
const char *trs_twiml_schema_type_name (const TrsTwimlAttributeSpec *attribute);

G_END_DECLS
