/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-facts.h"

#include "test-data.h"

static TrReservation *
make_reservation (const char *attributes)
{
  g_autoptr(JsonNode) node = test_data_event_payload ("protocol/ws-reservation.created.json");
  JsonObject *task = json_object_get_object_member (json_node_get_object (node), "task");
  g_autoptr(GError) error = NULL;
  TrReservation *reservation;

  if (attributes != NULL)
    json_object_set_string_member (task, "attributes", attributes);
  reservation = tr_reservation_new_from_json (node, &error);
  g_assert_no_error (error);
  return reservation;
}

static char *
told (const char *attributes)
{
  g_autoptr(TrReservation) reservation = make_reservation (attributes);
  g_autoptr(GPtrArray) facts = tra_facts_of_reservation (reservation);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      TraFact *fact = g_ptr_array_index (facts, i);

      g_string_append_printf (text, "%s: %s\n", fact->label, fact->value);
    }
  return g_string_free (text, FALSE);
}

/* What Enqueue puts there is for programs; what follows from it for people is said once. */
static void
test_standard_call (void)
{
  g_autofree char *text = told (NULL);

  g_assert_cmpstr (text, ==,
                   "Waited: 0:02\n"
                   "Location: MILLBRAE, CA, US\n"
                   "Number Dialed: +1 650 555 0100\n");
}

static void
test_words (void)
{
  g_autofree char *text = told (
    "{\"selected_product\":\"Accounts\",\"accountHolder\":\"Zoë <b>Ünal</b>\",\"visits\":3,"
    "\"score\":0.5,\"vip\":true,\"topics\":[\"Loans\",7],\"nested\":{\"a\":1},\"none\":null,"
    "\"empty\":\"\",\"call_sid\":\"CA00000000000000000000000000000001\",\"customerSid\":\"x\","
    "\"callback_url\":\"https://x\",\"ref\":\"WT00000000000000000000000000000001\","
    "\"_private\":\"x\"}");

  g_assert_cmpstr (text, ==,
                   "Product: Accounts\n"
                   "Account Holder: Zoë <b>Ünal</b>\n"
                   "Visits: 3\n"
                   "Score: 0.5\n"
                   "Vip: Yes\n"
                   "Topics: Loans, 7\n"
                   "Waited: 0:02\n");
}

static void
test_hostile (void)
{
  g_autofree char *text = told (
    "{\"na\\nme\":\"a\\u0007b\\u202ec\\n\\nd\",\"\":\"no name\",\"arr\":[[[\"deep\"]],{}]}");

  g_assert_cmpstr (text, ==,
                   "Na Me: abc d\n"
                   "Waited: 0:02\n");
}

static void
test_many (void)
{
  g_autoptr(GString) attributes = g_string_new ("{");
  g_autoptr(TrReservation) reservation = NULL;
  g_autoptr(GPtrArray) facts = NULL;

  for (int i = 0; i < 500; i++)
    g_string_append_printf (attributes, "%s\"k%d\":\"%0300d\"", i > 0 ? "," : "", i, i);
  g_string_append_c (attributes, '}');
  reservation = make_reservation (attributes->str);
  facts = tra_facts_of_reservation (reservation);
  g_assert_cmpuint (facts->len, ==, 64);
  g_assert_cmpuint (g_utf8_strlen (((TraFact *) facts->pdata[0])->value, -1), ==, 201);
}

static void
test_chips (void)
{
  g_autoptr(TrReservation) reservation = make_reservation (
    "{\"language\":\"Spanish\",\"other\":\"x\",\"product\":\"A very long name of a product\"}");
  g_autoptr(GPtrArray) chips = tra_facts_get_chips (tr_reservation_get_task (reservation));

  g_assert_cmpuint (chips->len, ==, 2);
  g_assert_cmpstr (((TraFact *) chips->pdata[0])->value, ==, "A very long name of a pr…");
  g_assert_cmpstr (((TraFact *) chips->pdata[1])->value, ==, "Spanish");
}

static void
test_caller (void)
{
  static const char *const cases[][2] = {
    { "{\"from\":\"+16505550101\",\"call_sid\":\"CA1\"}", "+1 650 555 0101" },
    { "{\"from\":\"sip:x@example.com\"}", "sip:x@example.com" },
    { "{\"title\":\"Refund\\n42\"}", "Refund 42" },
    { "{\"call_sid\":\"CA1\"}", "Unknown Caller" },
    { "{}", "New Task" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TrReservation) reservation = make_reservation (cases[i][0]);
      g_autofree char *caller = tra_facts_get_caller (tr_reservation_get_task (reservation));

      g_assert_cmpstr (caller, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/standard-call", test_standard_call);
  g_test_add_func ("/facts/words", test_words);
  g_test_add_func ("/facts/hostile", test_hostile);
  g_test_add_func ("/facts/many", test_many);
  g_test_add_func ("/facts/chips", test_chips);
  g_test_add_func ("/facts/caller", test_caller);
  return g_test_run ();
}
