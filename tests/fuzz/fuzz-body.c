/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "http/trs-form.h"
#include "tr-json.h"

/* A JSON body: strictly JSON, capped, and read as the parameters of an operation. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = tr_json_parse_bytes (bytes, &error);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) again = NULL;
  g_autoptr(TrsForm) form = NULL;
  gint64 number = 0;

  g_assert ((node == NULL) == (error != NULL));
  if (node == NULL)
    return 0;
  text = tr_json_to_string (node);
  again = tr_json_parse (text, -1, NULL);
  g_assert (again != NULL);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return 0;

  form = trs_form_new_json (json_node_get_object (node));
  if (trs_form_get_int (form, "a", -5, 5, 0, &number, NULL))
    g_assert (number >= -5 && number <= 5);
  trs_form_get_bool (form, "a", FALSE);
  trs_form_get_all (form, "a");
  g_assert (trs_form_get (form, "a") == NULL ||
            g_utf8_validate (trs_form_get (form, "a"), -1, NULL));
  return 0;
}
