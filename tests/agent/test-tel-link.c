/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tra-tel-link.h"

static void
test_numbers (void)
{
  static const struct
  {
    const char *uri;
    const char *number; /* NULL: not to be taken */
  } links[] = {
    { "tel:+16505550100", "+16505550100" },
    { "TEL:+1-650-555-0100", "+16505550100" },
    { "tel:(650)%20555.0100", "6505550100" },
    { "tel:+16505550100;ext=12;phone-context=example.com", "+16505550100" },
    { "tel:*31%23", "*31#" },
    { "tel:", NULL },
    { "tel:+", NULL },
    { "tel:;ext=12", NULL },
    { "tel:1+650", NULL },
    { "tel:alice", NULL },
    { "tel:+1650%00555", NULL },
    { "tel:+1650%0A555", NULL },
    { "sip:+16505550100", NULL },
    { "file:///etc/passwd", NULL },
    { "tel:11111111111111111111111111111111111111111111111111111111111111111", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *number = tra_tel_link_get_number (links[i].uri);

      g_assert_cmpstr (number, ==, links[i].number);
    }
}

static void
dial_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_string_append (user_data, g_variant_get_string (parameter, NULL));
}

static void
test_dial (void)
{
  static const GActionEntry entry = { "dial", dial_cb, "s" };
  g_autoptr(GApplication) application = g_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autoptr(GFile) link = g_file_new_for_uri ("tel:+1-650-555-0100");
  g_autoptr(GFile) other = g_file_new_for_uri ("file:///etc/passwd");
  g_autoptr(GString) dialed = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  g_application_register (application, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tra_tel_link_dial (application, link)); /* nothing to fill in */
  g_action_map_add_action_entries (G_ACTION_MAP (application), &entry, 1, dialed);
  g_assert_false (tra_tel_link_dial (application, other));
  g_assert_cmpstr (dialed->str, ==, "");
  g_assert_true (tra_tel_link_dial (application, link));
  g_assert_cmpstr (dialed->str, ==, "+16505550100");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tel-link/numbers", test_numbers);
  g_test_add_func ("/tel-link/dial", test_dial);
  return g_test_run ();
}
