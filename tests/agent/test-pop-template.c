/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <locale.h>

#include "tra-pop-template.h"

static const char *const schemes[] = { "https", "http", "crm", NULL };

/* What a caller says of himself. */
static char *
look_up (const char *name, gpointer user_data)
{
  static const char *const values[][2] = {
    { "from", "+14155550142" },
    { "name", "Dana O'Neil; rm -rf /" },
    { "query", "x&admin=1#top?/../../" },
    { "host", "evil.example" },
    { "option", "--output=/etc/passwd" },
    { "quotes", "\"' `id` $(id) \\ *" },
    { "braces", "{from}" },
    { "percent", "100%25" },
    { "words", "Zoë 日本" },
    { "account.tier", "gold" },
    { "up", ".." },
    { "here", "." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i][0], name))
      return g_strdup (values[i][1]);
  return NULL;
}

static void
test_url (void)
{
  static const char *const table[][2] = {
    { "https://crm.example/?q={from}", "https://crm.example/?q=%2B14155550142" },
    { "https://crm.example/{name}/x",
      "https://crm.example/Dana%20O%27Neil%3B%20rm%20-rf%20%2F/x" },
    { "https://crm.example/?q={query}&b=2",
      "https://crm.example/?q=x%26admin%3D1%23top%3F%2F..%2F..%2F&b=2" },
    { "https://crm.example/?q={braces}{account.tier}", "https://crm.example/?q=%7Bfrom%7Dgold" },
    { "https://crm.example/{words}?{percent}",
      "https://crm.example/Zo%C3%AB%20%E6%97%A5%E6%9C%AC?100%2525" },
    { "https://crm.example/{nobody}/{quotes}",
      "https://crm.example//%22%27%20%60id%60%20%24%28id%29%20%5C%20%2A" },
    { "crm:{query}", "crm:x%26admin%3D1%23top%3F%2F..%2F..%2F" },
    { "https://crm.example:8443/{host}", "https://crm.example:8443/evil.example" },
    { "https://crm.example/a{up}/b?c={up}#/{up}", "https://crm.example/a../b?c=..#/.." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *url =
          tra_pop_template_fill_url (table[i][0], schemes, look_up, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (url, ==, table[i][1]);
    }
}

static void
test_refused_url (void)
{
  static const char *const table[] = {
    "",
    "crm.example/{from}",
    "javascript:alert('{name}')",
    "file:///etc/passwd",
    "{host}://crm.example/",
    "https://{host}/",
    "https://{host}.crm.example/",
    "https://crm.example:{from}/",
    "https://{name}@crm.example/",
    "https:{host}",
    "https://",
    "https:///{from}",
    "https://crm.example/ space\nand line",
    "https://crm.example/customers/{up}/view",
    "https://crm.example/customers/{here}{here}",
    "https://crm.example/customers/{here}?q",
    "https://crm.example/customers/%2e{here}/x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *url = tra_pop_template_fill_url (table[i], schemes, look_up, NULL, &error);

      g_assert_cmpstr (url, ==, NULL);
      g_assert_nonnull (error);
    }
}

static void
test_command (void)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) arguments = tra_pop_template_fill_command (
      "/usr/bin/crm --caller={option} '{name} here' \"{quotes}\" {braces} {nobody} {words}",
      look_up, NULL, &error);
  const char *const expected[] = {
    "/usr/bin/crm", "--caller=--output=/etc/passwd", "Dana O'Neil; rm -rf / here",
    "\"' `id` $(id) \\ *", "{from}", "", "Zoë 日本", NULL,
  };

  g_assert_no_error (error);
  g_assert_cmpstrv (arguments, expected);
}

static void
test_refused_command (void)
{
  static const char *const table[] = {
    "",
    "   ",
    "crm 'unclosed",
    "{host}",
    "/usr/bin/{host} x",
    "crm {option}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) arguments =
          tra_pop_template_fill_command (table[i], look_up, NULL, &error);

      g_assert_null (arguments);
      g_assert_nonnull (error);
    }
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pop-template/url", test_url);
  g_test_add_func ("/pop-template/refused-url", test_refused_url);
  g_test_add_func ("/pop-template/command", test_command);
  g_test_add_func ("/pop-template/refused-command", test_refused_command);
  return g_test_run ();
}
