/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-liquid-private.h"

G_BEGIN_DECLS

/* One rendering. Private to this folder. */
struct _TrsLiquidRender
{
  JsonObject *context;
  GDateTime *now;
  GHashTable *locals; /* name to JsonNode: assigned, captured, and loop variables */
  GString *out;
  gsize work; /* that is left */
  gboolean is_breaking;
  gboolean is_continuing;
  GError *error; /* set once: everything stops */
};

gboolean trs_liquid_render_charge (TrsLiquidRender *self, gsize work);
void trs_liquid_render_fail (TrsLiquidRender *self, TrsLiquidError code, const char *message);
JsonNode *trs_liquid_render_evaluate (TrsLiquidRender *self, const TrsLiquidOperand *operand);
JsonNode *trs_liquid_render_filter (TrsLiquidRender *self, const TrsLiquidExpression *expression);
gboolean trs_liquid_render_holds (TrsLiquidRender *self, GPtrArray *comparisons);
gboolean trs_liquid_render_equals (TrsLiquidRender *self, JsonNode *value, const TrsLiquidOperand *operand);

G_END_DECLS
