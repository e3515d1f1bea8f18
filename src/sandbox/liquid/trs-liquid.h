/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A Liquid template, parsed. It never changes, so it can be rendered many times. */
typedef struct _TrsLiquid TrsLiquid;

#define TRS_LIQUID_MAX_BYTES (64 * 1024) /* of a template, of what it renders, of any text between */
#define TRS_LIQUID_MAX_DEPTH 32          /* of tags within tags */
#define TRS_LIQUID_MAX_LOOP 15           /* rounds of one loop: Studio's own limit */
#define TRS_LIQUID_MAX_RANGE 1000        /* numbers in a range */
#define TRS_LIQUID_MAX_WORK 1000000      /* of one rendering: bytes touched, and 16 for a value */

/**
 * TrsLiquidError:
 * @TRS_LIQUID_ERROR_SYNTAX: the template is not in the subset; the message says line and column
 * @TRS_LIQUID_ERROR_LIMIT: too large, too deep, or too much work
 * @TRS_LIQUID_ERROR_VALUE: what cannot be reckoned: a division by 0
 */
typedef enum
{
  TRS_LIQUID_ERROR_SYNTAX,
  TRS_LIQUID_ERROR_LIMIT,
  TRS_LIQUID_ERROR_VALUE,
} TrsLiquidError;

#define TRS_LIQUID_ERROR (trs_liquid_error_quark ())
GQuark trs_liquid_error_quark (void);

TrsLiquid *trs_liquid_parse (const char *text, GError **error);
void trs_liquid_free (TrsLiquid *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrsLiquid, trs_liquid_free)

char *trs_liquid_render (TrsLiquid *self, JsonObject *context, GDateTime *now, gsize *budget, GError **error);
char *trs_liquid_expand (const char *text, JsonObject *context, GDateTime *now, gsize *budget, GError **error);

G_END_DECLS
