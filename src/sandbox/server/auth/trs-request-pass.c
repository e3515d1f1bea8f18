/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trs-request-pass.h"

static void
free_pass (gpointer pass)
{
  trs_pass_free (pass);
}

/**
 * trs_request_take_pass:
 * @self: a request
 * @pass: (transfer full): what its token opens
 */
void
trs_request_take_pass (TrsRequest *self, TrsPass *pass)
{
  trs_request_take_guest (self, pass, free_pass);
  trs_request_set_account_sid (self, trs_pass_get_account_sid (pass));
}

/**
 * trs_request_steal_pass:
 * @self: a request
 *
 * Returns: (transfer full) (nullable): what its token opened when it was recorded; %NULL for one
 *   that comes over the wire, whose token is to be verified
 */
TrsPass *
trs_request_steal_pass (TrsRequest *self)
{
  return trs_request_steal_guest (self);
}

/**
 * trs_request_get_pass:
 *
 * Returns: (nullable): what its token opens; %NULL for requests without one
 */
TrsPass *
trs_request_get_pass (TrsRequest *self)
{
  return trs_request_get_guest (self);
}
