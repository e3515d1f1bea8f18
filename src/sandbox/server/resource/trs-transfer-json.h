/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trs-engine.h"

G_BEGIN_DECLS

JsonObject *trs_transfer_to_payload (gpointer transfer);
JsonObject *trs_transfer_to_nested_payload (TrsTransfer *transfer);

G_END_DECLS
