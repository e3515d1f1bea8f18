/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-form-url.h"

#include "http/trs-refusal.h"
#include "trs-web.h"

/**
 * trs_form_check_url:
 * @self: a form
 * @name: of a parameter that may be absent or empty
 * @code: the service's own, for what is wrong
 * @error: a %TRS_REFUSAL with that code
 *
 * What is no address would be a callback that never comes.
 *
 * Returns: whether it can be saved
 */
gboolean
trs_form_check_url (TrsForm *self, const char *name, int code, GError **error)
{
  const char *url = trs_form_get_filled (self, name);

  if (url == NULL || trs_web_is_address (url))
    return TRUE;

  g_set_error (error, TRS_REFUSAL, code, "%s is not a valid URL: %s", name, url);
  return FALSE;
}
