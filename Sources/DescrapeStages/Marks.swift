internal import DescrapeText

/// Quotes and brackets that close something, and marks that end a clause, in Chinese and Japanese typesetting.
func isClosing(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x2019, 0x201D, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0x3017: true
  case 0xFF01, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, 0x2026, 0x2014: true
  default: false
  }
}

/// Quotes and brackets that open something.
func isOpening(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x3016, 0xFF08: true
  default: false
  }
}
