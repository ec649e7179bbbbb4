// What the corpus run shares with the C interface is as good as its own: all its files see it.
@_exported public import DescrapeCommon
