/// What every screen needs.
@NullMarked
package dev.partitura.ui;

import org.jspecify.annotations.NullMarked;
