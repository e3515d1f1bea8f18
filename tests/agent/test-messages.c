/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tr-error.h"
#include "tra-messages.h"

#define ACCOUNT "AC0123456789abcdef0123456789abcdef"
#define KEY "SK0123456789abcdef0123456789abcdef"

static void
test_form (void)
{
  static const struct
  {
    TraSignInForm form;
    const char *field;
    const char *text;
  } forms[] = {
    { { ACCOUNT, "", "secret", "writers", "dave" }, NULL, NULL },
    { { ACCOUNT, NULL, "secret", "writers", "dave" }, NULL, NULL },
    { { ACCOUNT, KEY, "secret", "writers", "dave" }, NULL, NULL },
    { { "", "", "", "", "" }, "account-sid", "Enter the account SID." },
    { { NULL, NULL, NULL, NULL, NULL }, "account-sid", "Enter the account SID." },
    { { "AC0123", "", "secret", "writers", "dave" },
      "account-sid",
      "An account SID is AC and 32 digits and letters from a to f." },
    { { KEY, "", "secret", "writers", "dave" },
      "account-sid",
      "An account SID is AC and 32 digits and letters from a to f." },
    { { "AC0123456789abcdef0123456789abcdeg", "", "secret", "writers", "dave" },
      "account-sid",
      "An account SID is AC and 32 digits and letters from a to f." },
    { { ACCOUNT, ACCOUNT, "secret", "writers", "dave" },
      "api-key-sid",
      "An API key SID is SK and 32 digits and letters from a to f." },
    { { ACCOUNT, "", "", "writers", "dave" }, "secret", "Enter the auth token." },
    { { ACCOUNT, KEY, "", "writers", "dave" }, "secret", "Enter the API key’s secret." },
    { { ACCOUNT, "", "secret", "", "dave" }, "workspace", "Enter a workspace." },
    { { ACCOUNT, "", "secret", "writers", "" }, "worker", "Enter a worker name." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const char *field = "unset";
      g_autofree char *text = tra_messages_check_form (&forms[i].form, &field);

      g_assert_cmpstr (text, ==, forms[i].text);
      g_assert_cmpstr (field, ==, forms[i].field);
    }
}

#define UNREACHABLE "This address doesn’t answer. Check it, or ask your administrator."
#define STRANGE                                                                                    \
  "This address doesn’t answer as TaskRouter does. Check it, or ask your administrator."

static void
test_sign_in (void)
{
  static const struct
  {
    int code;
    TraSignInStep step;
    gboolean is_official;
    gboolean has_key;
    const char *field;
    const char *text;
  } errors[] = {
    { TR_ERROR_AUTH, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "secret",
      "Wrong account SID or auth token." },
    { TR_ERROR_AUTH, TRA_SIGN_IN_CONNECT, FALSE, TRUE, "secret", "Wrong API key SID or secret." },
    { TR_ERROR_FORBIDDEN, TRA_SIGN_IN_WORKSPACE, FALSE, TRUE, "api-key-sid",
      "This account or key isn’t allowed to use TaskRouter." },
    { TR_ERROR_NOT_FOUND, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "workspace",
      "No workspace named “readers” in this account." },
    { TR_ERROR_NOT_FOUND, TRA_SIGN_IN_WORKER, FALSE, FALSE, "worker",
      "No worker named “dana” in this workspace." },
    { TR_ERROR_NOT_FOUND, TRA_SIGN_IN_CONNECT, FALSE, FALSE, "service", STRANGE },
    { TR_ERROR_NETWORK, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "service", UNREACHABLE },
    { TR_ERROR_TIMEOUT, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "service", UNREACHABLE },
    { TR_ERROR_NETWORK, TRA_SIGN_IN_WORKSPACE, TRUE, FALSE, "service",
      "The service doesn’t answer. Check the network." },
    { TR_ERROR_PROTOCOL, TRA_SIGN_IN_WORKER, FALSE, FALSE, "service", STRANGE },
    { TR_ERROR_SERVICE, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "service", STRANGE },
    { TR_ERROR_SERVICE, TRA_SIGN_IN_WORKSPACE, TRUE, FALSE, "service",
      "The service is in trouble. Try again in a minute." },
    { TR_ERROR_TLS, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "service",
      "The server’s certificate isn’t trusted." },
    { TR_ERROR_RATE_LIMIT, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "service",
      "Too many requests. Wait a minute, then try again." },
    { TR_ERROR_REFUSED, TRA_SIGN_IN_ADDRESS, FALSE, FALSE, "service",
      "Use an address that starts with https://." },
    { TR_ERROR_REFUSED, TRA_SIGN_IN_WORKSPACE, FALSE, FALSE, "service",
      "The service refused to sign you in. Ask your administrator." },
    { TR_ERROR_NETWORK, TRA_SIGN_IN_DEMO, FALSE, FALSE, NULL,
      "The demo could not be started: the program task-router-sandbox is missing or broken." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (TR_ERROR, errors[i].code, "technical");
      const TraSignInForm form = { ACCOUNT, errors[i].has_key ? KEY : "", "x", "readers", "dana" };
      const char *field = "unset";
      g_autofree char *text = tra_messages_for_sign_in (error, errors[i].step, &form,
                                                        errors[i].is_official, &field);

      g_assert_cmpstr (text, ==, errors[i].text);
      g_assert_cmpstr (field, ==, errors[i].field);
    }
}

/* Every code has a sentence of its own words, and none shows what is technical. */
static void
test_requests (void)
{
  static const char *const verbs[] = {
    "accept", "reject", "stop-ringing", "end-conference", "complete", "set-activity",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    for (int code = TR_ERROR_AUTH; code <= TR_ERROR_PROTOCOL; code++)
      {
        g_autoptr(GError) error = g_error_new_literal (TR_ERROR, code, "technical");
        g_autofree char *text = tra_messages_for_request (verbs[i], error);

        g_assert_true (g_str_has_prefix (text, "Couldn’t "));
        g_assert_null (g_strrstr (text, "technical"));
      }
}

static void
test_not_accepted (void)
{
  g_autofree char *timeout = tra_messages_not_accepted (TR_RESERVATION_TIMEOUT);
  g_autofree char *taken = tra_messages_not_accepted (TR_RESERVATION_RESCINDED);
  g_autofree char *hung_up = tra_messages_not_accepted (TR_RESERVATION_CANCELED);

  g_assert_cmpstr (timeout, ==, "Couldn’t accept: the time was up");
  g_assert_cmpstr (taken, ==, "Couldn’t accept: the call was already taken");
  g_assert_cmpstr (hung_up, ==, "Couldn’t accept: the caller hung up");
}

static void
test_sign_out (void)
{
  g_autofree char *connected = tra_messages_sign_out ("Break", TRUE, FALSE);
  g_autofree char *lost = tra_messages_sign_out ("Break", FALSE, FALSE);
  g_autofree char *unknown = tra_messages_sign_out (NULL, FALSE, FALSE);
  g_autofree char *in_call = tra_messages_sign_out ("Break", TRUE, TRUE);

  g_assert_cmpstr (connected, ==, "You’ll be set Break.");
  g_assert_true (g_str_has_prefix (lost, "You’ll be set Break if the service can be reached"));
  g_assert_cmpstr (unknown, ==, "Your status can’t be changed now.");
  g_assert_true (g_str_has_prefix (in_call, "You’ll be set Break. The call goes on on your phone"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/messages/form", test_form);
  g_test_add_func ("/messages/sign-in", test_sign_in);
  g_test_add_func ("/messages/requests", test_requests);
  g_test_add_func ("/messages/not-accepted", test_not_accepted);
  g_test_add_func ("/messages/sign-out", test_sign_out);

  return g_test_run ();
}
