/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "test-data.h"
#include "tra-facts-layout.h"

/* What an administrator lets be seen of a caller. */

static TrReservation *
make_reservation (const char *attributes)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonObject *task = json_object_get_object_member (json_node_get_object (node), "task");
  g_autoptr(GError) error = NULL;
  TrReservation *reservation;

  json_object_set_string_member (task, "attributes", attributes);
  json_object_set_string_member (task, "queue_name", "Support");
  reservation = tr_reservation_new_from_json (node, &error);
  g_assert_no_error (error);
  return reservation;
}

/* "Label=value;" of those that are seen at once. */
static char *
apply (const char *layout, const char *attributes)
{
  g_autoptr(TrReservation) reservation = make_reservation (attributes);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) variant =
      g_variant_parse (G_VARIANT_TYPE (TRA_FACTS_LAYOUT_TYPE), layout, NULL, NULL, &error);
  g_autoptr(GPtrArray) facts = NULL;
  GString *text = g_string_new (NULL);
  guint n_first = 0;

  g_assert_no_error (error);
  facts = tra_facts_layout_apply (variant, reservation, &n_first);
  g_assert_cmpuint (n_first, <=, facts->len);
  for (guint i = 0; i < n_first; i++)
    {
      TraFact *fact = g_ptr_array_index (facts, i);

      g_string_append_printf (text, "%s=%s;", fact->label, fact->value);
    }
  return g_string_free (text, FALSE);
}

static void
test_order_and_labels (void)
{
  g_autofree char *text = apply ("[('tier', 'Contract'), ('customer_name', ''), ('@queue', 'From')]",
                                 "{\"customer_name\":\"Ann\",\"noise\":\"x\",\"tier\":\"gold\"}");

  g_assert_cmpstr (text, ==, "Contract=gold;Customer Name=Ann;From=Support;");
}

static void
test_paths (void)
{
  g_autofree char *text =
      apply ("[('customer.name', 'Name'), ('orders.1.id', 'Order'), ('a.b', 'Dotted'),"
             " ('customer.nothing', 'None'), ('orders.9', 'None'), ('customer', 'Deep')]",
             "{\"customer\":{\"name\":\"Ann\"},\"orders\":[{\"id\":1},{\"id\":22}],\"a.b\":true}");

  g_assert_cmpstr (text, ==, "Name=Ann;Order=22;Dotted=Yes;");
}

/* Strangers wrote it: no lines, no markup, no marks that turn text around. */
static void
test_untrusted (void)
{
  g_autofree char *text = apply ("[('note', 'Note')]", "{\"note\":\"<b>a</b>\\n\\u202eb\"}");

  g_assert_nonnull (strstr (text, "<b>a</b>"));
  g_assert_null (strchr (text, '\n'));
  g_assert_null (strstr (text, "\xe2\x80\xae"));
}

/* The rest is behind the button, once. */
static void
test_rest (void)
{
  g_autoptr(TrReservation) reservation =
      make_reservation ("{\"tier\":\"gold\",\"product\":\"Accounts\"}");
  g_autoptr(GVariant) layout =
      g_variant_ref_sink (g_variant_new_parsed ("[('tier', 'Contract')]"));
  g_autoptr(GPtrArray) facts = NULL;
  guint n_gold = 0, n_first;

  facts = tra_facts_layout_apply (layout, reservation, &n_first);
  g_assert_cmpuint (n_first, ==, 1);
  g_assert_cmpuint (facts->len, >, 1);
  for (guint i = 0; i < facts->len; i++)
    n_gold += g_str_equal (((TraFact *) g_ptr_array_index (facts, i))->value, "gold");
  g_assert_cmpuint (n_gold, ==, 1);
}

static void
test_at_most_twelve (void)
{
  g_autoptr(GString) attributes = g_string_new ("{");
  g_autoptr(GString) layout = g_string_new ("[");
  g_autofree char *text = NULL;
  guint n = 0;

  for (int i = 0; i < 15; i++)
    {
      g_string_append_printf (attributes, "%s\"k%d\":\"v%d\"", i > 0 ? "," : "", i, i);
      g_string_append_printf (layout, "%s('k%d', 'K')", i > 0 ? "," : "", i);
    }
  g_string_append_c (attributes, '}');
  g_string_append_c (layout, ']');
  text = apply (layout->str, attributes->str);
  for (const char *c = text; *c != '\0'; c++)
    n += *c == ';';
  g_assert_cmpuint (n, ==, 12);
}

/* Without a layout, or with one that fits nothing, what people wrote for people is seen. */
static void
test_sensible_without (void)
{
  g_autofree char *without = apply ("[]", "{\"product\":\"Accounts\"}");
  g_autofree char *unfit = apply ("[('nothing', 'Nothing')]", "{\"product\":\"Accounts\"}");

  g_assert_true (g_str_has_prefix (without, "Product=Accounts;"));
  g_assert_cmpstr (without, ==, unfit);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts-layout/order-and-labels", test_order_and_labels);
  g_test_add_func ("/facts-layout/paths", test_paths);
  g_test_add_func ("/facts-layout/untrusted", test_untrusted);
  g_test_add_func ("/facts-layout/rest", test_rest);
  g_test_add_func ("/facts-layout/at-most-twelve", test_at_most_twelve);
  g_test_add_func ("/facts-layout/sensible-without", test_sensible_without);
  return g_test_run ();
}
