/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "trs-place.h"

G_BEGIN_DECLS

#define TRD_YAML_MAX_DEPTH 64

/* YAML's core schema, as a tree of JSON. What a person would not expect is refused: aliases, tags,
 * several documents, a name twice. A plain number with a leading + or 0 is text: a phone number. */
JsonNode *trd_yaml_parse (const char *text,
                          gsize length,
                          GHashTable *places, /* filled: path → TrsPlace */
                          TrsPlace *place,    /* set when it fails */
                          char **problem);    /* set when it fails; owned by the caller */
char *trd_yaml_write (JsonNode *root);

G_END_DECLS
