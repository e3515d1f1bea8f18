/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tra-session.h"

G_BEGIN_DECLS

#define TRA_TYPE_SCREEN_POP (tra_screen_pop_get_type ())
G_DECLARE_FINAL_TYPE (TraScreenPop, tra_screen_pop, TRA, SCREEN_POP, GObject)

/* Opens what belongs to a caller, in the program that has it. */
TraScreenPop *tra_screen_pop_new (TraSession *session);

char **tra_screen_pop_dup_environment (void);

G_END_DECLS
