/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-setup-plan.h"

G_BEGIN_DECLS

gboolean trd_change_apply (TrdChange *self, TrdService *service, TrdCentre *present, GError **error);

G_END_DECLS
