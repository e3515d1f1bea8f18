/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trd-command.h"
#include "trd-setup-centre.h"

G_BEGIN_DECLS

/* What a file comes to without any service: its problems, and its tests. */
TrdExit trd_setup_report_problems (TrdCentre *centre, TrdCentre *present);
TrdExit trd_setup_report_check (TrdCentre *centre, const char *path, const TrdOptions *options);
TrdExit trd_setup_report_tests (TrdCentre *centre, const char *path, const TrdOptions *options);

G_END_DECLS
