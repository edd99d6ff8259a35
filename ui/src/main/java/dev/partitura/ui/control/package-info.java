/// Small controls that several screens share.
@NullMarked
package dev.partitura.ui.control;

import org.jspecify.annotations.NullMarked;
