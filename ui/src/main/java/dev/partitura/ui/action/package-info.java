/// What can be done, once for menus, keys and the command palette.
@NullMarked
package dev.partitura.ui.action;

import org.jspecify.annotations.NullMarked;
