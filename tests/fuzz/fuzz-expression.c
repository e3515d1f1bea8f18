/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "tr-json.h"
#include "trs-engine.h"

static const char attributes_text[] =
  "{\"name\":\"dave\",\"level\":3,\"rate\":1.5,\"vip\":true,\"nothing\":null,"
  "\"skills\":[\"support\",\"sales\"],\"team\":{\"lead\":true},\"languages\":[\"en\"],\"in\":\"a\"}";

/* An expression of a queue or workflow: refused with its column, or good for every worker. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(JsonNode) attributes = tr_json_parse (attributes_text, -1, NULL);
  g_autoptr(GError) error = NULL;
  guint column = 0;
  g_autoptr(TrsExpression) expression = trs_expression_new (text, &column, &error);
  g_autoptr(TrsExpression) lenient = trs_expression_new_lenient (text, NULL);
  g_autoptr(TrsExpression) again = NULL;

  g_assert ((expression == NULL) == (error != NULL));
  if (expression == NULL)
    {
      g_assert (column >= 1 && column <= strlen (text) + 1);
      return 0;
    }
  trs_expression_matches_object (expression, json_node_get_object (attributes));
  trs_expression_uses_state (expression);
  again = trs_expression_new (trs_expression_get_text (expression), NULL, NULL);
  g_assert (again != NULL);
  return 0;
}
