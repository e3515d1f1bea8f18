/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

int trs_serve (int argc, char **argv);
