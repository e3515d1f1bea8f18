/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-centre.h"

G_BEGIN_DECLS

JsonNode *trd_setup_export (TrdCentre *centre);

G_END_DECLS
