/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "tr-json.h"
#include "trs-liquid.h"

/* Renders a template over a context with something of each kind in it. */
static const char context_text[] =
  "{\"a\":{\"b\":\"text\",\"n\":7,\"x\":1.5,\"t\":true,\"nil\":null},\"list\":[1,\"2\",null,{\"k\":\"v\"},[3]],"
  "\"words\":\"one,two\",\"date\":\"2026-01-15T10:00:00Z\"}";

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr(JsonNode) context = tr_json_parse (context_text, -1, NULL);
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (1768496400);
  g_autoptr(GError) error = NULL;
  g_autofree char *out = NULL;
  gsize budget = TRS_LIQUID_MAX_WORK;

  out = trs_liquid_expand (text, json_node_get_object (context), now, &budget, &error);
  g_assert ((out == NULL) == (error != NULL));
  g_assert (budget <= TRS_LIQUID_MAX_WORK);
  if (out != NULL)
    {
      g_assert (strlen (out) <= TRS_LIQUID_MAX_BYTES);
      g_assert (g_utf8_validate (out, -1, NULL));
    }
  else
    g_assert (strchr (error->message, '\n') == NULL);
  return 0;
}
